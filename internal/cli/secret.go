package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
)

// secret is the value of a variable, or the content of the file that the
// variable with _FILE behind its name points to, without what surely is no part of
// it; "" for none. From is the name of the variable that it is from.
func (a *app) secret(name string) (value, from string, err error) {
	if value = a.Env[name]; value != "" {
		return trimmed(value), name, nil
	}
	from = name + "_FILE"
	file := a.Env[from]
	if file == "" {
		return "", "", nil
	}
	b, err := readSecret(file)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", from, err)
	}
	return trimmed(string(b)), from, nil
}

// What is read of a file with a secret, which may be a pipe from a program that keeps them.
const (
	mostOfSecret  = 64 << 10 // bytes
	secretPatient = 20 * time.Second
)

// readSecret reads a file to its end, be it a pipe, within bounds. One that nobody writes
// into blocks whoever opens it: that is left behind.
func readSecret(name string) ([]byte, error) {
	type content struct {
		b   []byte
		err error
	}
	read := make(chan content, 1)
	go func() {
		f, err := os.Open(name)
		if err != nil {
			read <- content{nil, err}
			return
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, mostOfSecret+1))
		read <- content{b, err}
	}()
	select {
	case c := <-read:
		if len(c.b) > mostOfSecret {
			return nil, fmt.Errorf("%s has more than 64 KiB, which is no secret", name)
		}
		return c.b, c.err
	case <-time.After(secretPatient):
		return nil, fmt.Errorf("%s did not end within %v: is it a pipe that nobody writes into?", name, secretPatient)
	}
}

// trimmed takes off what files and the forms of CI systems add to a secret and nobody
// can type into a password: line ends and byte order marks.
func trimmed(value string) string { return strings.Trim(value, "\r\n\ufeff") }

// unblanked takes off blanks too, which are part of no name, no token and no bot
// password. The password of an account may begin or end with one.
func unblanked(value string) string {
	return strings.TrimFunc(value, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
}

// spoilt is a clause that says why a value cannot be meant, without the value.
func spoilt(value string) error {
	switch q := value[:min(1, len(value))]; {
	case strings.ContainsAny(value, "\r\n"):
		return errors.New("has more than one line")
	case strings.ContainsFunc(value, unicode.IsControl):
		return errors.New("has a control character in it")
	case (q == `"` || q == "'") && len(value) > 1 && strings.HasSuffix(value, q):
		return errors.New("is in quotation marks, which would count as part of it: take them out where it is set")
	}
	return nil
}

// spoiltToken is spoilt for a token, which goes into a header.
func spoiltToken(value string) error {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) && spoilt(value) == nil {
		return errors.New("has a blank or a letter in it that no token has: copy it again")
	}
	return spoilt(value)
}
