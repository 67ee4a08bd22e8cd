#!/bin/sh
# supervise-engine.sh DIRECTORY STORAGE-DRIVER: runs a private dockerd below DIRECTORY until standard input ends.
# Standard input is a pipe that the test holds: however the test ends, also by a crash or a kill, the pipe closes with it,
# and the engine is stopped and its directory removed.
directory=$1
trap '' INT HUP TERM
(
  trap - INT HUP TERM
  # No bridge and no firewall rules: nothing of the machine's network is touched.
  exec dockerd --data-root "$directory/data" --exec-root "$directory/exec" --host "unix://$directory/docker.sock" \
    --pidfile "$directory/pid" --bridge none --iptables=false --storage-driver "$2"
) > "$directory/log" 2>&1 < /dev/null &
engine=$!
# Tells a start that failed from one that is slow.
(while kill -0 "$engine" 2> /dev/null; do sleep 0.2; done; echo ended > "$directory/ended") &
watcher=$!
cat > /dev/null
kill "$engine" 2> /dev/null
wait "$engine"
kill "$watcher" 2> /dev/null
wait "$watcher" 2> /dev/null
rm -rf "$directory"
