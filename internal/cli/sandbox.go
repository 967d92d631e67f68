package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"wikiform/provider/sandbox"
)

// sandboxOptions are the options of sandbox.
type sandboxOptions struct {
	listen string
	dir    string
}

func (a *app) sandboxCommand() *cobra.Command {
	o := &sandboxOptions{}
	cmd := &cobra.Command{
		Use:   "sandbox [options]",
		Short: "Serve a sandbox wiki on this machine",
		Long: `Serve a wiki that answers as MediaWiki does for everything wikiform asks, with
plain pages that show its files, their versions and descriptions in a browser.
It is made for trying things out: anybody who reaches the address may write.

With -dir the wiki lives in a folder; the one of a manifest without a wiki block
is .wikiform/sandbox beside it. Without -dir it is gone when the command ends.`,
		Example: `  wikiform sandbox -dir .wikiform/sandbox
  wikiform sandbox -listen 127.0.0.1:8080`,
		Annotations: exits(exitOK, exitError, exitUsage),
		RunE:        func(*cobra.Command, []string) error { return a.sandbox(o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "listen at `ADDRESS`; port 0 takes a free one")
	flags.StringVar(&o.dir, "dir", "", "keep the wiki in `DIR`")
	return cmd
}

func (a *app) sandbox(o *sandboxOptions) error {
	var options []sandbox.Option
	if o.dir != "" {
		dir, err := a.sandboxDir(o.dir)
		if err != nil {
			return err
		}
		options = append(options, sandbox.Folder(dir))
	}
	wiki, err := sandbox.New(options...)
	if err != nil {
		return err
	}
	defer wiki.Close()
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return hinted{err, "Choose another address: wikiform sandbox -listen 127.0.0.1:0"}
	}
	if err := a.announce(listener.Addr().String()); err != nil {
		listener.Close()
		return err // nobody would know where it is
	}
	signals := catch()
	defer signals.end()
	server := &http.Server{Handler: wiki, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-signals.soft:
	}
	ctx, cancel := context.WithTimeout(signals.hard, 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// sandboxDir is the directory of -dir, to which no link in a checkout leads.
func (a *app) sandboxDir(name string) (string, error) {
	dir, err := a.place(a.path(".")).Real(a.path(name))
	if errors.Is(err, fs.ErrNotExist) { // it is made
		return a.path(name), nil
	}
	return dir, err
}

// announce says where the wiki is and how a manifest is pointed at it.
func (a *app) announce(addr string) error {
	p := a.paint(a.Out)
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		addr = net.JoinHostPort("127.0.0.1", port)
	}
	api := "http://" + addr + "/w/api.php"
	names, _ := namesOf(api)
	_, err = fmt.Fprintf(a.Out, `The sandbox wiki is at %s (stop it with Ctrl-C).

To use it from a manifest:

  wiki "sandbox" {
    api = %q
  }

  export %s=%s %s=%s
`, p.bold("http://"+addr+"/"), api, names.user, sandbox.User, names.password, sandbox.Password)
	return err
}
