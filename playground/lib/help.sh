# The help of the scripts that start Java: texts beside them, so that asking builds nothing. The options are described in
# Java; HelpTest writes the texts (-Dgolden.update=true), and fails when a program would say something else.
# shellcheck shell=bash

help_if_asked() { # NAME ARGUMENT...: prints it and ends the script
  local name=$1 argument
  shift
  for argument; do
    case $argument in
      -h | --help) cat "$PLAYGROUND/help/$name.txt" && exit ;;
    esac
  done
}
