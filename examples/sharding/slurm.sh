#!/bin/bash
# Eight tasks of an array carry out one saved plan, a shard each, from the directory of the
# manifests: sbatch slurm.sh
#SBATCH --job-name=wikiform
#SBATCH --array=1-8
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=wikiform-%a.log

# The credentials are in a file that only you can read, as WIKIFORM_USER_… and
# WIKIFORM_PASSWORD_… of the wiki's host.
set -a
. "$HOME/.config/wikiform/credentials"
set +a
export CI=true

code=0
wikiform apply -shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" -max-duration=3h30m release.wikiplan || code=$?

# 9, 130 and 143: stopped, so it goes on later. 4: partly done, so it tries again, five times
# at most. Whatever else, the same command would end the same way.
case $code in
9 | 130 | 143) again=yes ;;
4) if [ "${SLURM_RESTART_COUNT:-0}" -lt 5 ]; then again=yes; fi ;;
esac
if [ "${again:-}" ]; then scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; fi
exit "$code"
