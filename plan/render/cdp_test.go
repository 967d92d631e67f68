package render

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// browser drives a Chromium through its DevTools protocol, over two pipes
// instead of a socket: one JSON event after another, each ended by a NUL.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	last    int
	// heard is what came unasked from the page, in the order in which they came.
	heard []event
}

type event struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct{ Message string }
}

type values map[string]any

// openBrowser starts the browser that WIKIFORM_TEST_BROWSER names, with one
// empty page of 1280 × 900 pixels.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	program := os.Getenv("WIKIFORM_TEST_BROWSER")
	if program == "" {
		t.Skip("WIKIFORM_TEST_BROWSER does not name a Chromium")
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--remote-debugging-pipe", "--user-data-dir="+t.TempDir())
	theirIn, to := pipe(t)
	from, theirOut := pipe(t)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, to: to, from: bufio.NewReaderSize(from, 1<<20)}
	t.Cleanup(func() {
		b.session = ""
		b.call("Browser.close", nil, nil)
		cmd.Wait()
	})
	from.SetReadDeadline(time.Now().Add(2 * time.Minute))

	var target struct{ TargetID, SessionID string }
	b.call("Target.createTarget", values{"url": "about:blank"}, &target)
	b.call("Target.attachToTarget", values{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	b.call("Emulation.setDeviceMetricsOverride", values{"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	return b
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// call sends a command and waits for its answer.
func (b *browser) call(method string, params values, out any) {
	b.t.Helper()
	b.last++
	command := values{"id": b.last, "method": method}
	if params != nil {
		command["params"] = params
	}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	line, err := json.Marshal(command)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(line, 0)); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for {
		m := b.next()
		if m.ID != b.last {
			b.heard = append(b.heard, m)
			continue
		}
		if m.Error != nil {
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if out != nil {
			if err := json.Unmarshal(m.Result, out); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
		return
	}
}

func (b *browser) next() event {
	b.t.Helper()
	line, err := b.from.ReadBytes(0)
	if err != nil {
		b.t.Fatalf("the browser says no more: %v", err)
	}
	var m event
	if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
		b.t.Fatal(err)
	}
	return m
}

// open loads a page from a file and says how long that took.
func (b *browser) open(page []byte) time.Duration {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "plan.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.heard = nil
	began := time.Now()
	b.call("Page.navigate", values{"url": "file://" + path}, nil)
	for !b.has("Page.loadEventFired") {
		b.heard = append(b.heard, b.next())
	}
	// Two frames later the first one is on the screen.
	b.eval(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`, nil)
	return time.Since(began)
}

func (b *browser) has(method string) bool {
	for _, m := range b.heard {
		if m.Method == method {
			return true
		}
	}
	return false
}

// eval gives the value of an expression in the page, or of the promise that it is.
func (b *browser) eval(expression string, out any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", values{"expression": expression, "awaitPromise": true, "returnByValue": true}, &r)
	if e := r.ExceptionDetails; e != nil {
		b.t.Fatalf("%s: %s %s", expression, e.Text, e.Exception.Description)
	}
	if out != nil {
		if err := json.Unmarshal(r.Result.Value, out); err != nil {
			b.t.Fatalf("%s: %v (%s)", expression, err, r.Result.Value)
		}
	}
}

// is fails the test unless an expression in the page has a value.
func (b *browser) is(expression string, want any) {
	b.t.Helper()
	var got any
	b.eval(expression, &got)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// middle is where an element is on the screen, after it was scrolled there.
func (b *browser) middle(selector string) (x, y float64) {
	b.t.Helper()
	var at struct{ X, Y float64 }
	b.eval(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center"});
		const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()`, selector), &at)
	return at.X, at.Y
}

func (b *browser) mouse(kind string, x, y float64) {
	b.t.Helper()
	b.call("Input.dispatchMouseEvent", values{"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}, nil)
}

func (b *browser) click(selector string) {
	b.t.Helper()
	x, y := b.middle(selector)
	b.mouse("mousePressed", x, y)
	b.mouse("mouseReleased", x, y)
}

// write types a text as a keyboard does.
func (b *browser) write(text string) {
	b.t.Helper()
	for _, r := range text {
		b.call("Input.dispatchKeyEvent", values{"type": "keyDown", "text": string(r), "key": string(r)}, nil)
		b.call("Input.dispatchKeyEvent", values{"type": "keyUp", "key": string(r)}, nil)
	}
}

// timePictures has the pages that are opened note when their first picture is seen.
func (b *browser) timePictures() {
	b.t.Helper()
	b.call("Page.addScriptToEvaluateOnNewDocument", values{"source": `
		new PerformanceObserver(l => { window.firstPicture ??= l.getEntries()[0].renderTime || l.getEntries()[0].loadTime; }).observe({type: "element", buffered: true});
		const watch = new MutationObserver(() => {
			const img = document.querySelector("img");
			if (img) { img.setAttribute("elementtiming", "first"); watch.disconnect(); }
		});
		watch.observe(document, {childList: true, subtree: true});`}, nil)
}

// firstPicture is after how many milliseconds that was.
func (b *browser) firstPicture() float64 {
	b.t.Helper()
	var after float64
	b.eval(`(async () => { while (!window.firstPicture) await new Promise(requestAnimationFrame); return window.firstPicture; })()`, &after)
	return after
}

// key presses a key that types nothing.
func (b *browser) key(name string, code int) {
	b.t.Helper()
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		press := values{"type": kind, "key": name, "windowsVirtualKeyCode": code}
		if name == "Enter" && kind == "rawKeyDown" {
			press["type"], press["text"] = "keyDown", "\r"
		}
		b.call("Input.dispatchKeyEvent", press, nil)
	}
}

// text is the value of an expression that is a string.
func (b *browser) text(expression string) string {
	b.t.Helper()
	var s string
	b.eval(expression, &s)
	return s
}

// frame waits until what was done is on the screen.
func (b *browser) frame() {
	b.t.Helper()
	b.eval(`new Promise(done => setTimeout(() => requestAnimationFrame(done), 120))`, nil)
}

// quiet fails the test if the page complained, asked for something, or opened
// a dialog.
func (b *browser) quiet() {
	b.t.Helper()
	b.frame()
	for _, m := range b.heard {
		switch m.Method {
		case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Page.javascriptDialogOpening", "Page.windowOpen":
			b.t.Errorf("%s: %s", m.Method, m.Params)
		case "Network.requestWillBeSent", "Network.webSocketCreated":
			var r struct {
				Request struct{ URL string }
			}
			json.Unmarshal(m.Params, &r)
			if !strings.HasPrefix(r.Request.URL, "data:") && !strings.HasSuffix(r.Request.URL, "/plan.html") {
				b.t.Errorf("the page asks for %.200s", m.Params)
			}
		}
	}
}

// keep stores a picture of the screen in the directory that
// WIKIFORM_TEST_SCREENSHOTS names, for people to look at.
func (b *browser) keep(name string, whole bool) {
	b.t.Helper()
	dir := os.Getenv("WIKIFORM_TEST_SCREENSHOTS")
	if dir == "" {
		return
	}
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", values{"format": "png", "captureBeyondViewport": whole}, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), data, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
