package sandbox

import (
	"cmp"
	"net"
	"slices"
	"time"
)

// generator is the version whose answers the sandbox gives.
const generator = "MediaWiki 1.43.9"

// siteInfo is meta=siteinfo (facts §2).
func (w *Wiki) siteInfo(r *request, out obj) error {
	props := r.someOf("siprop", "general", "general", "fileextensions", "namespaces", "namespacealiases", "interwikimap", "magicwords", "extensiontags", "statistics")
	if props["general"] {
		out["general"] = w.general(r)
	}
	if props["fileextensions"] {
		all := list{}
		for _, ext := range w.set.Extensions {
			all = append(all, obj{"ext": ext})
		}
		out["fileextensions"] = all
	}
	if props["namespaces"] {
		all := obj{}
		for ns, canonical := range namespaces {
			o := obj{"id": ns, "case": letterCase(w.set.capital(ns)), "name": w.set.namespace(ns), "subpages": ns > 0 && ns != fileNS && ns != categoryNS,
				"content": ns == 0, "nonincludable": false}
			if ns != 0 {
				o["canonical"] = canonical
			}
			all[itoa(ns)] = o
		}
		out["namespaces"] = all
	}
	if props["namespacealiases"] {
		all := list{}
		for _, alias := range w.set.FileAliases {
			all = append(all, obj{"id": fileNS, "alias": alias})
		}
		out["namespacealiases"] = all
	}
	if props["interwikimap"] {
		all := list{obj{"prefix": "commons", "url": "https://commons.wikimedia.org/wiki/$1", "protorel": false}}
		for _, prefix := range w.set.Languages {
			all = append(all, obj{"prefix": prefix, "language": prefix, "url": "https://" + prefix + ".example.org/wiki/$1", "protorel": false})
		}
		out["interwikimap"] = all
	}
	if props["statistics"] {
		edits := 0
		for _, p := range w.state.pages {
			edits += len(p.revs)
		}
		out["statistics"] = obj{"pages": len(w.state.pages), "articles": 0, "edits": edits, "images": len(w.state.files),
			"users": len(w.accounts), "activeusers": len(w.accounts), "admins": 0, "jobs": 0}
	}
	if props["magicwords"] {
		subst := list{}
		for _, word := range w.set.SubstWords {
			subst = append(subst, word)
		}
		redirects := list{}
		for _, word := range w.set.RedirectWords {
			redirects = append(redirects, word)
		}
		out["magicwords"] = list{obj{"name": "redirect", "aliases": append(redirects, "#REDIRECT"), "case-sensitive": false},
			obj{"name": "safesubst", "aliases": list{"SAFESUBST:"}, "case-sensitive": false},
			obj{"name": "subst", "aliases": append(subst, "SUBST:"), "case-sensitive": false}}
	}
	if props["extensiontags"] {
		tags := list{}
		for _, tag := range w.contentTags() {
			tags = append(tags, "<"+tag+">")
		}
		out["extensiontags"] = tags
	}
	return r.err()
}

// fileRepoInfo is meta=filerepoinfo. There is a shared repository once a file is in it.
func (w *Wiki) fileRepoInfo(r *request, out obj) error {
	props := r.someOf("friprop", "name|local", "name", "local")
	repo := func(name string, local bool) obj {
		o := obj{}
		if props["name"] {
			o["name"] = name
		}
		if props["local"] {
			o["local"] = local
		}
		return o
	}
	all := list{repo("local", true)}
	if len(w.shared) > 0 {
		all = append(all, repo("shared", false))
	}
	out["repos"] = all
	return r.err()
}

func letterCase(capital bool) string {
	if capital {
		return "first-letter"
	}
	return "case-sensitive"
}

func (w *Wiki) general(r *request) obj {
	host, _, err := net.SplitHostPort(r.http.Host)
	if err != nil {
		host = r.http.Host
	}
	general := obj{
		"mainpage": "Main Page", "base": r.server() + "/", "sitename": w.set.Name, "generator": generator, "case": letterCase(!w.set.CaseSensitive),
		"lang": cmp.Or(w.set.Language, "en"), "fallback": list{}, "rtl": false, "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+",
		"invalidusernamechars": "@:>=", "readonly": w.set.ReadOnly != "", "writeapi": true, "maxarticlesize": w.set.MaxText,
		"timezone": "UTC", "timeoffset": 0, "articlepath": "/wiki/$1", "scriptpath": "/w", "script": "/w/index.php",
		"server": r.server(), "servername": host, "wikiid": "wikiform_sandbox", "time": stamp(r.now), "misermode": false,
		"uploadsenabled": !w.set.UploadsOff, "maxuploadsize": w.set.MaxUpload, "minuploadchunksize": w.set.MinChunk,
	}
	if w.set.ReadOnly != "" {
		general["readonlyreason"] = w.set.ReadOnly
	}
	return general
}

// userInfo is meta=userinfo.
func (w *Wiki) userInfo(r *request, out obj) error {
	props := r.someOf("uiprop", "", "rights", "groups", "ratelimits", "blockinfo", "editcount", "registrationdate")
	o := obj{"id": r.actor.id, "name": r.actor.name()}
	if r.actor.anonymous() {
		o["anon"] = true
	}
	if props["rights"] {
		o["rights"] = r.actor.allRights()
	}
	if props["groups"] {
		o["groups"] = r.actor.groups()
	}
	if props["ratelimits"] {
		limits := obj{}
		if !r.actor.may("noratelimit") {
			for action, limit := range w.set.Limits {
				limits[action] = obj{"user": obj{"hits": limit.Hits, "seconds": int(limit.Per / time.Second)}}
			}
		}
		o["ratelimits"] = limits
	}
	if props["editcount"] {
		o["editcount"] = w.editCount(r.actor)
	}
	if props["registrationdate"] && !r.actor.anonymous() {
		o["registrationdate"] = nil // of an account from before anybody noted that
		if !r.actor.Registered.IsZero() {
			o["registrationdate"] = stamp(r.actor.Registered)
		}
	}
	if props["blockinfo"] {
		if b, blocked := w.state.blocks[r.actor.name()]; blocked {
			for key, value := range b.info() {
				o[key] = value
			}
		}
	}
	out["userinfo"] = o
	return r.err()
}

// editCount is how many revisions of pages are the actor's.
func (w *Wiki) editCount(a actor) int {
	n := 0
	for _, p := range w.state.byID {
		for _, rev := range p.revs {
			if !a.anonymous() && rev.user == a.user() {
				n++
			}
		}
	}
	return n
}

func (a actor) groups() []string {
	if a.anonymous() {
		return []string{"*"}
	}
	return append([]string{"*", "user"}, a.Groups...)
}

// tokens is meta=tokens. Asking for a login token starts a session.
func (w *Wiki) tokens(r *request, out obj) error {
	kinds := r.someOf("type", "csrf", "csrf", "login", "patrol", "rollback", "userrights", "watch", "createaccount")
	tokens := obj{}
	for kind := range kinds {
		switch {
		case kind != "login" && kind != "createaccount":
			tokens[kind+"token"] = r.csrf()
		default:
			if r.session == nil {
				w.begin(r, nil)
			}
			tokens[kind+"token"] = r.session.token(kind)
		}
	}
	out["tokens"] = tokens
	return r.err()
}

// paraminfo is the part of action=paraminfo that says what an upload takes.
func (w *Wiki) paraminfo(r *request) (obj, error) {
	modules := list{}
	for _, name := range r.multi("modules") {
		if !slices.Contains([]string{"upload", "edit", "move", "delete"}, name) {
			r.warn("paraminfo", refuse("badmodule", "The module %q was not found.", name))
			continue
		}
		parameters := list{obj{"name": "tags", "type": w.clientTags(), "required": false, "multi": true, "lowlimit": 50, "highlimit": 500}}
		if name == "upload" {
			parameters = append(parameters, obj{"name": "filesize", "type": "integer", "required": false, "multi": false, "min": 0, "max": w.set.MaxUpload})
		}
		modules = append(modules, obj{"name": name, "path": name, "group": "action", "prefix": "", "readrights": true, "writerights": true,
			"mustbeposted": true, "parameters": parameters})
	}
	return obj{"paraminfo": obj{"helpformat": "none", "modules": modules}}, r.err()
}
