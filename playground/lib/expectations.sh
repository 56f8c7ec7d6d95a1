# What a fault leads to, in one sentence for the person who injected it; the same for every kind of cluster.
# shellcheck shell=bash

fault_expectation() { # FAULT SITE
  case $1 in
    kill-mysqld) echo "if $2 was active: another site is writable within about a second, and $2 comes back as its replica" ;;
    kill-mysqld-twice) echo "as kill-mysqld; $2 has afterwards what it had before" ;;
    kill-sidecar) echo "the sidecar is back in a second or two and takes its lease up again; if not in time, its site closes" ;;
    lose-sidecar) echo "if $2 was active: its server closes itself before the lease runs out, then another site is writable; the sidecar stays away until \`recover\`" ;;
    kill-site) echo "if $2 was active: another site is writable when its lease has run out (6 s); \`chaos.sh recover\` boots it again" ;;
    kill-watcher | freeze-watcher) echo "nothing that a user sees: the other watcher goes on" ;;
    kill-worker) echo "nothing that a user sees: the other worker takes over, in the middle of a failover too" ;;
    delete-pod) echo "a new pod of $2 comes up; if $2 was active, another site takes over meanwhile, or $2 opens again" ;;
    stop-temporal) echo "the primary stays writable; a failover waits for \`recover\`; no acknowledged write is lost" ;;
    stop-api | freeze-api) echo "the primary stays writable on its peers' vouches; nothing is promoted before \`recover\`" ;;
    freeze) echo "if $2 was active: another site is writable when its lease has run out (6 s); after \`recover\` it must not accept writes" ;;
    freeze-mysqld) echo "connections to it open and nothing is ever answered; if $2 was active, another site is writable when that is certain" ;;
    freeze-sidecar) echo "if $2 was active: its server closes itself before the lease runs out, then another site is writable" ;;
    freeze-worker) echo "nothing that a user sees: tasks it was given time out and go to the other worker" ;;
    freeze-temporal) echo "the primary stays writable; a failover waits for \`recover\`" ;;
    stall-disk) echo "if $2 was active: its server is stalled, and another site is writable when its lease has run out; \`recover\` lets the writes go on" ;;
    fill-disk) echo "if $2 was active: another site that has all it has is writable when that is certain; \`recover\` makes room again" ;;
    isolate) echo "if $2 was active: it closes itself before its lease runs out, then another site is writable (6 s); \`recover\` plugs the cable in" ;;
    cut-in | cut-out) echo "like isolate" ;;
    cut-peers | cut-peers-in | cut-peers-out | cut-sidecars) echo "if $2 was active it stays so, by renewing its Lease" ;;
    cut-mysql) echo "replication stops and goes on later; the primary stays writable" ;;
    cut-api) echo "if $2 was active it stays so, on its peers' vouches" ;;
    cut-temporal) echo "nothing that a user sees: watcher and worker of the other site go on" ;;
    cut-links) echo "whoever is not heard directly is heard through another site, or its lease decides; no site opens that should not" ;;
    flap) echo "no site opens that should not; at the end one is writable" ;;
    slow | slow-in) echo "if $2 was active it may stay so or lose its lease, and another site is writable then" ;;
    slow-out) echo "replicas fall behind, readers of it wait; if $2 was active it may stay so or lose its lease" ;;
    delete-lease) echo "the primary stays writable; the Lease is there again at its epoch" ;;
    edit-lease) echo "it is void for every sidecar; the group grants a higher epoch" ;;
    recover) echo "every site is back, closed or as a replica, within a minute, or two after fill-disk; \`status.sh\` shows it" ;;
  esac
}
