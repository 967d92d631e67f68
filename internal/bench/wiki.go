package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"wikiform/provider/sandbox"
)

// serveWiki serves a sandbox in memory that has the first n specimens, until it is stopped.
func serveWiki(listen string, n int) error {
	wiki, err := sandbox.New()
	if err != nil {
		return err
	}
	defer wiki.Close()
	for s := range specimen(n) {
		if err := wiki.PutFile(s.title(), s.content(), s.text(), sandbox.User); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d files at http://%s/w/api.php\n", n, listener.Addr())
	server := &http.Server{Handler: wiki, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}
