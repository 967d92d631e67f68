#!/bin/sh
# Runs an apply until nothing is gained by running it again: sh again.sh wikiform apply …
# 4 is partly done, 9 stopped by -max-duration or -max-bytes; both at most five times.
# A termination is passed on once, so that the requests in flight come to their end.
stopped='' child=''
pass_on() {
  if [ "$stopped" = yes ] && [ "$child" ]; then
    stopped=told
    kill -TERM "$child"
  fi
}
trap 'stopped="${stopped:-yes}"; pass_on' TERM
for _ in 1 2 3 4 5; do
  "$@" &
  child=$!
  pass_on
  wait "$child"
  code=$?
  if [ "$stopped" ]; then
    wait "$child" # which the signal had ended
    exit "$?"
  fi
  case $code in
  4 | 9) ;;
  *) exit "$code" ;;
  esac
done
exit "$code"
