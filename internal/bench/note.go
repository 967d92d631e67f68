package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// note runs a command and writes down what it took, as one line of tab-separated values.
func note(o options, what, tool string, command []string) error {
	before, err := requests(o.log)
	if err != nil {
		return err
	}
	cmd := exec.Command(command[0], command[1:]...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, said.Bytes())
	}
	wall := time.Since(began)
	after, err := requests(o.log)
	if err != nil {
		return err
	}
	peak := peakOf(cmd.ProcessState)
	f, err := os.OpenFile(o.into, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\t%s\t%.4f\t%.4f\t%.1f\t%d\n", what, tool, wall.Seconds(),
		(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), peak, after-before)
	return errors.Join(err, f.Close())
}

// requests counts the calls of the API in a web server's log.
func requests(log string) (int, error) {
	if log == "" {
		return 0, nil
	}
	text, err := os.ReadFile(log)
	return bytes.Count(text, []byte(" /w/api.php")), err
}
