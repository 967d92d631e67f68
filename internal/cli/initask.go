package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wikiform/internal/starting"
	"wikiform/internal/term"
	"wikiform/provider"
)

// asker asks a person on a terminal, one line for each answer.
type asker struct {
	*app
	on bool // somebody can be asked
	in *bufio.Reader
}

const (
	longestAnswer = 4 << 10
	mostAnswers   = 3 // to one question
)

func (a *app) newAsker() *asker {
	return &asker{a, a.asks() && term.IsTerminal(a.In), bufio.NewReaderSize(a.In, longestAnswer)}
}

// ask asks until take takes the answer, which has its blanks.
func (q *asker) ask(ctx context.Context, question string, take func(string) error) error {
	var err error
	for range mostAnswers {
		fmt.Fprintf(q.Err, "\n%s\n  ", q.paint(q.Err).Bold(q.broken(q.Err, provider.Visible(question))))
		var answer string
		if answer, err = q.line(ctx); err != nil {
			return err
		}
		if err = take(answer); err == nil || ctx.Err() != nil {
			return err
		}
		if _, ends := errors.AsType[outcome](err); ends {
			return err
		}
		q.complain(err)
	}
	return hinted{err, "That was the last try: nothing was written."}
}

// line reads a line. Who ends the input instead has declined.
func (q *asker) line(ctx context.Context) (string, error) {
	type read struct {
		text string
		err  error
	}
	got := make(chan read, 1)
	go func() {
		b, err := q.in.ReadSlice('\n')
		got <- read{string(b), err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-got:
		switch {
		case errors.Is(r.err, bufio.ErrBufferFull):
			return "", fmt.Errorf("an answer of more than %d letters", longestAnswer)
		case errors.Is(r.err, io.EOF) && r.text != "", r.err == nil:
			return strings.TrimRight(r.text, "\r\n"), nil
		}
		q.note("No answer came: nothing was written.")
		return "", outcome(exitDeclined)
	}
}

// yes asks for a yes; anything else is a no.
func (q *asker) yes(ctx context.Context, question string) (bool, error) {
	yes := false
	err := q.ask(ctx, question+" (yes or no)", func(answer string) error {
		answer = strings.ToLower(strings.TrimSpace(answer))
		yes = answer == "yes" || answer == "y"
		return nil
	})
	return yes, err
}

// choose asks for one of several names.
func (q *asker) choose(ctx context.Context, question string, names []string) (chosen string, err error) {
	err = q.ask(ctx, fmt.Sprintf("%s %s", question, strings.Join(names, ", ")), func(answer string) error {
		if chosen = strings.TrimSpace(answer); !slices.Contains(names, chosen) {
			return fmt.Errorf("%q is none of them", answer)
		}
		return nil
	})
	return chosen, err
}

const noLicence = "none"

// licence is the template of the licence; "" for none.
func (q *asker) licence(ctx context.Context, o *initOptions) (name string, err error) {
	take := func(text string) (err error) {
		if text = strings.TrimSpace(text); text == noLicence || text == "" {
			name = ""
			return nil
		}
		if name, err = starting.CheckLicence(text); err != nil {
			return fmt.Errorf("%q %w", text, err)
		}
		return nil
	}
	if o.said("licence") {
		if err := take(o.licence); err != nil {
			return "", usagef("-licence: %w", err)
		}
		return name, nil
	}
	err = q.ask(ctx, "Which template says the licence of all the files, such as Cc-by-4.0, Cc-zero or PD-old? (empty: none)", take)
	return name, err
}

// prefix is what the titles begin with.
func (q *asker) prefix(ctx context.Context, o *initOptions) (prefix string, err error) {
	take := func(text string) error {
		prefix = strings.TrimLeft(text, " ")
		if err := starting.CheckPrefix(prefix); err != nil {
			return fmt.Errorf("%q %w", text, err)
		}
		return nil
	}
	if o.said("prefix") {
		if err := take(o.prefix); err != nil {
			return "", usagef("-prefix: %w", err)
		}
		return prefix, nil
	}
	err = q.ask(ctx, `What shall all titles begin with, such as "Museum - " without the quotes? (empty: nothing)`, take)
	return prefix, err
}
