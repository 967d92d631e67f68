package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"wikiform/provider/sandbox"
)

// serveWiki serves a sandbox in memory that has a set of files, until it is stopped.
func serveWiki(listen string, has set) error {
	wiki, err := sandbox.New()
	if err != nil {
		return err
	}
	defer wiki.Close()
	for i := range has.n {
		if err := wiki.PutFile(has.title(i), has.content(i), has.text(i), sandbox.User); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d files at http://%s/w/api.php\n", has.n, listener.Addr())
	server := &http.Server{Handler: wiki, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}
