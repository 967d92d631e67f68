package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wikiform/apply"
	"wikiform/internal/checkout"
	"wikiform/internal/number"
	"wikiform/internal/receipt"
	"wikiform/internal/statedir"
	"wikiform/internal/writefile"
	"wikiform/provider"
)

// receiptOptions say where a run leaves its receipt.
type receiptOptions struct{ name string }

func (o *receiptOptions) declare(flags *pflag.FlagSet) {
	flags.StringVar(&o.name, "receipt-out", "", "write the receipt of what was written to the wiki into `FILE`, which must not be there yet, and not into "+filepath.ToSlash(statedir.Receipts))
}

// check refuses names under which no receipt can be kept.
func (o *receiptOptions) check() error {
	if standardOutput(o.name) {
		return hinted{usagef("-receipt-out=%s: a receipt is kept as a file", o.name), "Name a file that is not there yet."}
	}
	return checkTarget("-receipt-out", o.name)
}

// keptReceipt is the receipt of a run that goes on.
type keptReceipt struct {
	*receipt.Writer
	file *writefile.New
	name string // from where the command was started
	arg  string // as a command takes it with the same -chdir
	back bool   // the run takes back what another did
	left bool   // it stays
}

// receiptError says that there can be no receipt, so that nothing was begun.
type receiptError struct{ err error }

func (e *receiptError) Error() string {
	return fmt.Sprintf("there can be no receipt of what would be written, so nothing was: %v", e.err)
}

func (e *receiptError) Hint() string {
	if errors.Is(e.err, fs.ErrExist) {
		return "A receipt is never written over a file: name one that is not there yet with -receipt-out=FILE."
	}
	return "Name a place where a file can be made with -receipt-out=FILE."
}

func (e *receiptError) Unwrap() error { return e.err }

// freeReceipt looks, before anything is done, whether the file of -receipt-out is there.
func (a *app) freeReceipt(o *receiptOptions) error {
	if o.name == "" {
		return nil
	}
	if _, err := os.Lstat(a.path(o.name)); err == nil {
		return &receiptError{&fs.PathError{Op: "write", Path: o.name, Err: fs.ErrExist}}
	}
	return nil
}

// beginReceipt makes the receipt of a run that is about to write.
func (j *job) beginReceipt(c *connection, todo toApply, o *receiptOptions) (*keptReceipt, error) {
	p, began := todo.whole, time.Now().UTC()
	head := receipt.Head{
		Tool: Version, Plan: p.Digest(), Shard: todo.part.Shard.String(), Undoes: p.Receipt, Began: began, Commit: checkout.Commit(j.abs),
		Wiki: receipt.Wiki{Name: c.Declared.Name, API: c.Declared.API, ID: c.ID(), Account: c.Wiki.Account().Name},
	}
	k := &keptReceipt{name: o.name, arg: o.name, back: p.Receipt != ""}
	var err error
	if o.name != "" {
		k.file, err = j.place.Create(j.path(o.name), 0o644)
	} else {
		digest := strings.TrimPrefix(head.Plan, "sha256:")
		k.file, k.name, err = j.state.NewReceipt(began.Format("20060102T150405Z") + "-" + digest[:min(8, len(digest))])
		k.arg, k.name = k.name, j.relative(j.abs, k.name)
	}
	if err == nil {
		if k.Writer, err = receipt.Begin(k.file, head); err != nil {
			k.file.Remove()
		}
	}
	if err != nil {
		return nil, &receiptError{err}
	}
	return k, nil
}

// end ends the receipt. Of a run that wrote nothing none is left.
func (k *keptReceipt) end(r *apply.Report) error {
	writes := 0
	for _, res := range r.Results {
		writes += len(res.Writes)
	}
	if writes == 0 {
		return k.file.Remove()
	}
	k.left = true
	err := k.End(time.Now(), outcomeOf(r))
	if closing := k.file.Close(); err == nil {
		err = closing
	}
	if missing := writes - k.Entries(); missing > 0 {
		err = fmt.Errorf("%s is not in the receipt %s: %w", number.Of(missing, "write"), provider.Visible(k.name), err)
	}
	return err
}

// outcomeOf tells how a run ended.
func outcomeOf(r *apply.Report) receipt.Outcome {
	switch {
	case !r.Incomplete():
		return receipt.Complete
	case r.Stopped != "":
		return receipt.Stopped
	}
	return receipt.Incomplete
}

// noteReceipt says where the receipt of a run is, and what it is good for.
func (a *app) noteReceipt(k *keptReceipt) {
	if !k.left {
		return
	}
	if a.events != nil {
		a.events.Receipt(a.relative(a.path(k.arg)), k.Entries())
	}
	a.note("The receipt of what was written is %s.", provider.Visible(k.name))
	if !k.back && !a.Automation() {
		a.note("To plan to take it back: %s", a.command("rollback", shellQuote(k.arg)))
	}
}
