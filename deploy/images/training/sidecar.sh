#!/bin/sh
# One connection to the sidecars of the group in training: says again and again what the file named after the asked site
# holds. Started for each connection, which is standard input and output.
while read -r line; do
  case $line in
    *[Hh]ost:*-iad-*) site=iad ;;
    *[Hh]ost:*-pdx-*) site=pdx ;;
    ?) break ;; # the carriage return of an empty line
  esac
done
printf 'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n'
sequence=1
while sed "s/SEQUENCE/$sequence/" "/training/$site.json"; do
  sequence=$((sequence + 1))
  sleep 0.5
done
