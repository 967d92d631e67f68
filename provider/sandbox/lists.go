package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/btree"

	"wikiform/provider"
)

func itoa(n int) string { return strconv.Itoa(n) }

// allImages is list=allimages: local files by name, by time, or by their sum.
func (w *Wiki) allImages(r *request) (any, error) {
	props := r.someOf("aiprop", "timestamp|url", imageProps...)
	most := r.limit("ailimit", 10, 500, 5000)
	byTime := r.oneOf("aisort", "name", "timestamp") == "timestamp"
	down := slices.Contains([]string{"descending", "older"}, r.oneOf("aidir", "ascending", "descending", "newer", "older"))
	from := r.str("aifrom")
	to, start, end, after := r.str("aito"), r.str("aistart"), r.str("aiend"), r.str("aicontinue")
	sum, err := r.sum("aisha1", "aisha1base36")
	if err != nil {
		return nil, err
	}
	prefix, err := w.beginning(r, "aiprefix")
	if err != nil {
		return nil, err
	}
	user, err := w.userNamed(r, "aiuser")
	if err != nil {
		return nil, err
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	if user != "" && !byTime {
		return nil, refuse("invalidparammix", "The \"aiuser\" parameter may only be used with \"aisort=timestamp\".")
	}
	order, place, low, high := &w.state.shelf.names, func(f *file) string { return f.name }, max(from, prefix), above(prefix)
	if byTime {
		order, place, low, high = &w.state.shelf.times, (*file).dated, start, end
		if down {
			low, high = end, start
		}
		high = above(high)
	} else if to != "" {
		high = min(high, to)
	}
	switch {
	case sum != nil: // those are few
		order = &btree.Map[string, *file]{}
		for _, name := range w.state.holders(*sum) {
			order.Set(place(w.state.files[name]), w.state.files[name])
		}
	case after != "" && down:
		high = min(high, after)
	case after != "":
		low = max(low, after)
	}
	all := list{}
	walk(order, low, high, down, func(f *file) bool {
		v := f.current()
		if after != "" && (!down && place(f) < after || down && place(f) > after) {
			return true
		}
		if !strings.HasPrefix(f.name, prefix) || user != "" && v.user != user || f.name < from || to != "" && f.name > to || !within(stamp(v.at), start, end, down) {
			return true
		}
		if len(all) == most {
			r.progress.stop("aicontinue", place(f))
			return false
		}
		o := w.versionInfo(r, f.name, v, props)
		t := fileTitle(f.name)
		o["name"], o["ns"], o["title"] = f.name, t.ns, w.set.full(t)
		all = append(all, o)
		return true
	})
	return all, nil
}

// beginning is the beginning of a file's name in database form.
func (w *Wiki) beginning(r *request, name string) (string, error) {
	text := r.str(name)
	if text == "" {
		return "", nil
	}
	t, bad := w.set.makeTitle(0, "File:"+text+"x")
	if bad != nil || strings.Contains(text, "#") {
		return "", refuse("invalidtitle", "Bad title %q.", text)
	}
	return strings.TrimSuffix(t.key(), "x"), nil
}

// userNamed is the name of a user as it is stored.
func (w *Wiki) userNamed(r *request, name string) (string, error) {
	text := r.str(name)
	if r.has(name) && squeeze(text) == "" || noUser.MatchString(strings.Replace(text, ">", "", 1)) {
		return "", refuse("baduser", "Invalid value %q for user parameter %q.", text, name)
	}
	return w.set.capitalize(2, strings.TrimPrefix(squeeze(text), "User:")), nil
}

// within reports whether a time lies between two, either of which may be "".
func within(at, start, end string, down bool) bool {
	if down {
		start, end = end, start
	}
	return at >= start && (end == "" || at <= end)
}

// sum reads a SHA-1 given in hexadecimal or in base 36, nil when there is none.
func (r *request) sum(hexadecimal, digits string) (*provider.SHA1, error) {
	name, parse := hexadecimal, provider.ParseSHA1
	if !r.has(hexadecimal) {
		name, parse = digits, fromBase36
	}
	if !r.has(name) {
		return nil, nil
	}
	sum, err := parse(r.str(name))
	if err != nil {
		return nil, refuse("invalidsha1hash", "The SHA1 hash provided is not valid.")
	}
	return &sum, nil
}

// myStashedFiles is list=mystashedfiles.
func (w *Wiki) myStashedFiles(r *request) (any, error) {
	props := r.someOf("msfprop", "", "size", "type")
	most := r.limit("msflimit", 10, 500, 5000)
	after := r.str("msfcontinue")
	if r.actor.anonymous() {
		return nil, refuse("stashnotloggedin", "The upload stash is only available to logged-in users.")
	}
	all := list{}
	for _, key := range names(w.state.stash) {
		entry := w.state.stash[key]
		if _, err := w.fromStash(r, key); err != nil || key < after {
			continue
		}
		if len(all) == most {
			r.progress.stop("msfcontinue", key)
			break
		}
		o := obj{"filekey": key, "status": "finished"}
		if entry.partial {
			o["status"] = "chunks"
		}
		if props["size"] {
			o["size"], o["width"], o["height"], o["bits"] = entry.content.Size, entry.content.Width, entry.content.Height, entry.content.Bits
		}
		if props["type"] {
			o["mimetype"], o["mediatype"] = entry.content.MIME, mediaType(entry.content.MIME)
		}
		all = append(all, o)
	}
	return all, r.err()
}
