package sandbox

import "time"

// job is work on an upload that was left to the job queue (facts §6.4). Its end
// is remembered, but neither jobs nor ends outlive the process, as if the wiki
// kept them in a cache.
type job struct {
	due  time.Time
	run  func() (obj, error) // nil once it ran
	end  obj
	fail *refusal
}

// unfinished reports whether a job waits.
func (j *job) unfinished() bool { return j != nil && j.run != nil }

// RunJobs runs every job that waits, deletions included, as somebody who looks after the queue would,
// also when [Settings.JobDelay] says that nobody does.
func (w *Wiki) RunJobs() error {
	return w.write(func() error {
		w.runJobs(func(*job) bool { return true })
		return w.remove(true)
	})
}

// runDueJobs runs the jobs whose time has come. It is called before each write.
func (w *Wiki) runDueJobs() {
	now := w.now()
	w.runJobs(func(j *job) bool { return w.set.JobDelay >= 0 && !j.due.After(now) })
}

func (w *Wiki) runJobs(which func(*job) bool) {
	for _, id := range names(w.waiting) {
		j := w.jobs[id]
		if !which(j) {
			continue
		}
		delete(w.waiting, id)
		run := j.run
		j.run = nil
		var err error
		if j.end, err = run(); err != nil {
			// What exactly failed is told as a text only.
			j.fail = refuse("stashfailed", "%s", refusalsIn(err)[0].text)
		}
	}
}

// later leaves the rest of an upload to the job queue.
func (w *Wiki) later(u *sending, result obj, run func() (obj, error)) error {
	key := u.key
	if u.entry != nil {
		key = u.entry.key
	}
	id := jobID(u, key)
	if w.jobs[id].unfinished() {
		return refuse("publishfailed", "Upload from stash already in progress.")
	}
	w.waiting[id] = true
	w.jobs[id] = &job{due: u.now.Add(w.set.JobDelay), run: func() (obj, error) {
		u.now = w.now()
		return run()
	}}
	result["result"], result["stage"], result["filekey"] = "Poll", "queued", key
	return nil
}

// ended notes how the assembly of a part failed that no job made: its status says so
// from then on, and it takes no more chunks.
func (w *Wiki) ended(u *sending, key string, no *refusal) {
	if id := jobID(u, key); w.jobs[id] == nil {
		w.jobs[id] = &job{fail: no}
	}
}

func jobID(u *sending, key string) string { return u.actor.name() + "\x00" + key }

// joinLater puts the parts of an upload together in a job.
func (w *Wiki) joinLater(u *sending, result obj) error {
	return w.later(u, result, func() (obj, error) {
		end := obj{}
		if _, err := w.fromStash(u.request, u.entry.key); err != nil {
			return nil, err
		}
		if err := w.joinParts(u, end); err != nil {
			return nil, err
		}
		end["stage"] = "assembling"
		return end, nil
	})
}

// publishLater publishes from the stash in a job. It asks for everything once
// more except whether the plan behind it is still good, which no wiki knows.
func (w *Wiki) publishLater(u *sending, result obj) error {
	return w.later(u, result, func() (obj, error) {
		end := obj{"stage": "publish"}
		entry, err := w.fromStash(u.request, u.key)
		if err != nil {
			return nil, err
		}
		u.entry = entry
		if err := w.verify(u); err != nil {
			return nil, err
		}
		if no := w.mayNotUploadTo(u.actor, u.dest.title); len(no) > 0 {
			end["result"] = "Failure" // inside an answer that is no error (facts §6.4)
			return end, nil
		}
		warned := w.warnings(u.request, u.dest, u.content)
		if len(warned) > 0 && !u.ignore {
			end["result"], end["warnings"] = "Warning", warned
			return end, nil
		}
		return end, w.publish(u, end)
	})
}

// jobStatus is what is known of a job; nil when there is none.
func (w *Wiki) jobStatus(u *sending) (obj, error) {
	j := w.jobs[jobID(u, u.key)]
	switch {
	case j == nil:
		return nil, nil
	case j.unfinished():
		return obj{"upload": obj{"result": "Poll", "stage": "queued"}}, nil
	case j.fail != nil:
		return nil, refuse(j.fail.code, "%s", j.fail.text)
	}
	return obj{"upload": j.end}, nil
}
