package spec

import (
	"strings"
	"unicode/utf8"
)

// entities write characters so that a wiki shows them and does nothing else.
var entities = strings.NewReplacer("{", "&#123;", "}", "&#125;", "[", "&#91;", "]", "&#93;", "<", "&lt;")

// argument gives a text that stands for itself as the named argument of a
// template: a | outside of links and templates would begin the next argument,
// and brackets without a partner would end the template, or never let it end.
// An equals sign needs nothing, since the argument has a name.
func argument(text string) string {
	marks := marksIn(text)
	partner := partners(text, marks)
	var b strings.Builder
	last, depth := 0, 0
	for i, m := range marks {
		b.WriteString(text[last:m[0]])
		t := text[m[0]:m[1]]
		last = m[1]
		switch {
		case t == "|" && depth == 0:
			t = "{{!}}"
		case t == "<!--", bracket(t) && !partner[i]:
			t = entities.Replace(t)
		case bracket(t) && (t[0] == '{' || t[0] == '['):
			depth++
		case bracket(t):
			depth--
		}
		b.WriteString(t)
	}
	return b.String() + text[last:]
}

// marksIn finds what the wiki's preprocessor reacts to within an argument of a
// template. What it takes as it stands (comments, and some tags) is one mark.
func marksIn(text string) [][2]int {
	parts := opaqueIn(text, false, tagsOf("nowiki", "pre", "gallery", "math", "syntaxhighlight", "source"))
	var marks [][2]int
	for i := 0; i < len(text); {
		j := strings.IndexAny(text[i:], "<{}[]|")
		if j < 0 {
			break
		}
		i += j
		end, ok := parts.at(i)
		switch {
		case ok:
		case text[i] == '|':
			end = i + 1
		case text[i] == '<' && strings.HasPrefix(text[i:], "<!--"):
			end = i + len("<!--")
		case text[i] != '<' && strings.HasPrefix(text[i+1:], text[i:i+1]):
			end = i + 2
		default:
			i++
			continue
		}
		marks = append(marks, [2]int{i, end})
		i = end
	}
	return marks
}

func bracket(t string) bool { return t == "{{" || t == "}}" || t == "[[" || t == "]]" }

// partners tells which brackets close another or are closed by one.
func partners(text string, marks [][2]int) map[int]bool {
	paired := map[int]bool{}
	var open []int
	for i, m := range marks {
		t := text[m[0]:m[1]]
		switch {
		case !bracket(t):
		case t[0] == '{' || t[0] == '[':
			open = append(open, i)
		case len(open) > 0 && text[marks[open[len(open)-1]][0]]+2 == t[0]: // in ASCII, [ and { have their partners two further on
			paired[i], paired[open[len(open)-1]] = true, true
			open = open[:len(open)-1]
		}
	}
	return paired
}

// templates are the names of the templates that a wikitext transcludes, outside
// of comments and of nowiki, as they are written: see templateName.
func templates(text string) map[string]bool {
	blank := literal(text)
	names := map[string]bool{}
	for i := 0; ; {
		open := strings.Index(blank[i:], "{{")
		if open < 0 {
			return names
		}
		open += i
		i = open
		for i < len(blank) && blank[i] == '{' {
			i++
		}
		name, end := transcluded(blank, i)
		if i-open != 3 && name != "" { // three are the parameter of a template page
			names[templateName(name)] = true
		}
		i = end
	}
}

// transcluded is the name that follows the brackets of a template, or of anything
// else that the wiki writes in them, and where it ends; "" where there is none.
func transcluded(blank string, i int) (name string, end int) {
	i = past(blank, i, space)
	if page := pastNamespace(blank, i); page > i {
		if name, end := nameAt(blank, page); name != "" {
			return name, end
		}
	}
	return nameAt(blank, i)
}

// nameAt reads a name up to what follows it in a call.
func nameAt(blank string, i int) (name string, end int) {
	n := strings.IndexAny(blank[i:], "{}[]|<>#\n")
	if n < 0 {
		n = len(blank) - i
	}
	end = i + n
	name = blank[i:end]
	switch rest := blank[end:]; {
	case strings.HasPrefix(rest, "|"), strings.HasPrefix(rest, "\n"), strings.HasPrefix(rest, "}}"):
	default: // a comment may follow, of which NULs are left
		name = name[:max(0, strings.LastIndexByte(name, 0))]
	}
	return strings.TrimRight(name, space), end
}

// past is the first place from i on that has none of some letters.
func past(s string, i int, letters string) int {
	return len(s) - len(strings.TrimLeft(s[i:], letters))
}

// pastNamespace gives the place behind a namespace of templates, i if none is at i.
func pastNamespace(blank string, i int) int {
	at := i
	if strings.HasPrefix(blank[i:], ":") {
		at = past(blank, i+1, space)
	}
	for _, namespace := range []string{"template", "vorlage"} {
		end := at + len(namespace)
		if end > len(blank) || !strings.EqualFold(blank[at:end], namespace) {
			continue
		}
		if end = past(blank, end, space); strings.HasPrefix(blank[end:], ":") {
			return past(blank, end+1, space)
		}
	}
	return i
}

// TemplateName is the name of the template that a call names, as far as can be told without
// the wiki: without a namespace, and as [templateName] writes it; "" for none. What the wiki
// takes as it stands is NULs in it.
func TemplateName(call string) string {
	name, _ := transcluded(call+"|", 0)
	return templateName(name)
}

// templateName writes a name as wikis do: the case of the first letter does not
// matter, nor whether _ or a blank stands between words.
func templateName(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '_' || r == '\t' || r == '\x00' }), " ")
	_, n := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:n]) + name[n:]
}
