# Links between two single processes, each direction by itself: FROM>TO, where both are mysql@SITE, sidecar@SITE,
# watcher@SITE, worker@SITE, api or temporal. What is cut are packets, so of a conversation one half gets lost.
#
# The rules are in the namespaces of the pods. What FROM says as a server it does not send; what it says as a client TO does
# not hear: in either place both addresses are the pods' own, whichever Service a connection came through. API server and
# Temporal are known by their ports, at the pod's end of the link. With its pod a rule is gone.
# shellcheck shell=bash

ONE_WAY="inet bloodraven_one_way"
ONE_WAY_PAIRS=" mysql:mysql sidecar:sidecar sidecar:api
  watcher:mysql watcher:sidecar watcher:api watcher:temporal worker:mysql worker:sidecar worker:api worker:temporal "
declare -A ONE_WAY_PORTS=([mysql]=3306 [sidecar]=8080 [api]='{ 443, 6443 }' [temporal]=$TEMPORAL_PORT)

one_way_check() { # LINK
  local link=$1 from=${1%%>*} to=${1#*>} end
  [ "$link" = "$from>$to" ] && [ "$from" != "$to" ] || die "'$link' is no link: FROM>TO, for example watcher@iad>mysql@pdx"
  for end in "$from" "$to"; do
    case $end in
      api | temporal) ;;
      *@*) grep -qx -- "${end#*@}" "$LOCAL/sites" || die "$link: there is no site named ${end#*@}" ;;
      *) die "$link: $end is neither mysql@SITE, sidecar@SITE, watcher@SITE, worker@SITE, api nor temporal" ;;
    esac
  done
  [[ $ONE_WAY_PAIRS =~ [[:space:]](${from%@*}:${to%@*}|${to%@*}:${from%@*})[[:space:]] ]] || die "$link: these two do not talk to each other"
}

# A process in the pod of END; nothing for what is in no pod.
one_way_pid() { # END
  local site=${1#*@} pid=''
  case $1 in
    api | temporal) return ;;
    mysql@* | sidecar@*) pid=$(pod_processes "$site" "mysql-$GROUP-$site-" java; pod_processes "$site" "mysql-$GROUP-$site-" mysqld) ;;
    *) pid=$(pod_processes "$site" "bloodraven-${1%@*}-" java) ;;
  esac
  [ -n "$pid" ] || die "no $1 runs: nothing was done"
  head -n 1 <<<"$pid"
}

one_way_address() { # PID
  nsenter --target "$1" --net ip -4 -o addr show dev eth0 | sed -n 's#.* inet \([0-9.]*\)/.*#\1#p'
}

# What cutting a link takes: lines of a process and a rule for its namespace.
one_way_rules() { # LINK
  local from=${1%%>*} to=${1#*>} from_pid to_pid port
  from_pid=$(one_way_pid "$from") && to_pid=$(one_way_pid "$to") || exit
  port=${ONE_WAY_PORTS[${from%@*}]:-}
  if [ -z "$from_pid" ]; then
    echo "$to_pid in tcp sport $port"
  elif [ -n "$port" ] && [ -n "$to_pid" ]; then
    echo "$from_pid out ip daddr $(one_way_address "$to_pid") tcp sport $port"
  fi
  port=${ONE_WAY_PORTS[${to%@*}]:-}
  if [ -z "$to_pid" ]; then
    echo "$from_pid out tcp dport $port"
  elif [ -n "$port" ] && [ -n "$from_pid" ]; then
    echo "$to_pid in ip saddr $(one_way_address "$from_pid") tcp dport $port"
  fi
}

# Puts the rules that it reads into force; what was cut before stays cut.
one_way_cut() {
  local pid rule
  while read -r pid rule; do
    nsenter --target "$pid" --net "$NFT" -f - <<NFT
add table $ONE_WAY
add chain $ONE_WAY in { type filter hook input priority -400; }
add chain $ONE_WAY out { type filter hook output priority 400; }
add rule $ONE_WAY $rule drop
NFT
  done
}

# Undoes it in every pod of the node, also where there is nothing to undo.
one_way_heal() { # SITE
  local pid namespace error
  local -A seen=()
  for pid in $(cgroup_pids "$(node_cgroup "$1")"); do
    namespace=$(readlink "/proc/$pid/ns/net") || continue
    [ -z "${seen[$namespace]:-}" ] || continue
    seen[$namespace]=yes
    error=$(printf 'add table %s\ndelete table %s\n' "$ONE_WAY" "$ONE_WAY" | nsenter --target "$pid" --net "$NFT" -f - 2>&1) ||
      [ ! -e "/proc/$pid" ] || log_warn "links of process $pid may still be cut: $error"
  done
}
