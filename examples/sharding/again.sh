#!/bin/sh
# Runs an apply until nothing is gained by running it again: sh again.sh wikiform apply …
# 4 is partly done, 9 stopped by -max-duration or -max-bytes; both at most five times.
# A termination is passed on, so that the requests in flight come to their end.
stopped=
trap 'stopped=yes; kill -TERM "$child"' TERM
for try in 1 2 3 4 5; do
  "$@" &
  child=$!
  wait "$child"
  code=$?
  if [ "$stopped" ]; then
    wait "$child"
    exit "$?"
  fi
  case $code in
  4 | 9) ;;
  *) exit "$code" ;;
  esac
done
exit "$code"
