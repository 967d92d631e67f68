package sandbox

import (
	"strconv"
	"testing"
)

// TestJobs takes a file through the job queue (facts §6.4).
func TestJobs(t *testing.T) {
	t.Parallel()
	w := open(t, Configure(func(s *Settings) { s.Async, s.JobDelay = true, -1 }))
	c := enter(t, w)
	body := picture(7)
	status := func(key string) any { return c.post("action", "upload", "checkstatus", "1", "filekey", key) }
	part := func(key, offset string) any {
		pairs := []string{"filename", "A.png", "filesize", strconv.Itoa(len(body)), "offset", offset, "async", "1"}
		if key != "" {
			pairs = append(pairs, "filekey", key)
		}
		return c.send("chunk", body, pairs...)
	}
	got := part("", "0")
	key, _ := at(got, "upload", "filekey").(string)
	if at(got, "upload", "result") != "Poll" || at(status(key), "upload", "stage") != "queued" {
		t.Fatalf("%v, then %v", got, status(key))
	}
	if got := code(part(key, "1")); got != "stashfailed" {
		t.Errorf("another chunk: %v", got)
	}
	run := func() {
		t.Helper()
		if err := w.RunJobs(); err != nil {
			t.Fatal(err)
		}
	}
	run()
	got = status(key)
	whole, _ := at(got, "upload", "filekey").(string)
	if at(got, "upload", "result") != "Success" || at(got, "upload", "stage") != "assembling" || whole == key || whole == "" {
		t.Fatalf("%v", got)
	}
	publish := func() any {
		return c.post("action", "upload", "filekey", whole, "filename", "A.png", "comment", "c", "text", "t", "async", "1")
	}
	if got := publish(); at(got, "upload", "result") != "Poll" {
		t.Fatalf("%v", got)
	}
	if got := code(publish()); got != "publishfailed" {
		t.Errorf("a second time: %v", got)
	}
	run()
	if got := status(whole); at(got, "upload", "result") != "Success" || at(got, "upload", "filename") != "A.png" {
		t.Errorf("%v", got)
	}
	if all, err := w.Versions("A.png"); len(all) != 1 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
}
