package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// limits holds what is declared against what the wiki takes.
func limits(f Facts) Finding {
	is := Finding{Topic: "limits", Mark: Good}
	if f.Site == nil {
		return unchecked("limits", "the wiki could not be asked")
	}
	if f.Site.UploadsOff {
		is.Mark, is.Text, is.Advice = Bad, "the wiki takes no uploads at all", "its administrators turn them on ($wgEnableUploads)"
		return is
	}
	is.Text = taken(*f.Site)
	if f.Manifest == nil {
		return is
	}
	var odd, large []string
	for i := range f.Manifest.Files {
		file := &f.Manifest.Files[i]
		at := file.Where().Source
		here := place(file.Address, at.Filename, at.Start.Line)
		if !f.Site.Takes(file.Title.Ext()) {
			odd = append(odd, here)
		}
		size := file.Source.Size
		if file.Source.Path != "" && f.Size != nil {
			size, _ = f.Size(file.Source.Path)
		}
		if f.Site.MaxUpload > 0 && size > f.Site.MaxUpload {
			large = append(large, here)
		}
	}
	var advice []string
	if len(odd) > 0 {
		is.Text += fmt.Sprintf("; of another type: %s", examples(odd))
		advice = append(advice, "give those titles the extension of a type that it takes, or have an administrator add theirs to $wgFileExtensions")
	}
	if len(large) > 0 {
		is.Text += fmt.Sprintf("; larger: %s", examples(large))
		advice = append(advice, "make those files smaller, or ask an administrator about $wgMaxUploadSize")
	}
	if is.Advice = strings.Join(advice, "; "); is.Advice != "" {
		is.Mark = Bad
	}
	return is
}

// taken says what files and texts a wiki takes.
func taken(s provider.Site) string {
	text := "files"
	if s.MaxUpload > 0 {
		text += " of up to " + number.Bytes(s.MaxUpload)
	}
	const some = 12
	switch n := len(s.Extensions); {
	case n == 0:
		text += " of any type"
	case n <= some:
		text += " of the types " + strings.Join(s.Extensions, ", ")
	default:
		text += fmt.Sprintf(" of the types %s and %d more", strings.Join(s.Extensions[:some], ", "), n-some)
	}
	if s.MaxText > 0 {
		text += "; descriptions of up to " + number.Bytes(s.MaxText)
	}
	return text
}

// pace says how fast the wiki lets the account be.
func pace(f Facts) Finding {
	is := Finding{Topic: "pace", Mark: Good}
	if f.Site == nil {
		return unchecked("pace", "the wiki could not be asked")
	}
	var parts []string
	if allowance := plan.Allowance(f.Rate); allowance != "" {
		parts = append(parts, "the wiki "+allowance)
	}
	if f.Rate.Raise != "" {
		is.Advice = "to be faster, " + f.Rate.Raise
	}
	var windows []string
	for _, l := range f.Account.Limits {
		if slices.Contains([]string{"upload", "edit", "move", "delete", "changetags"}, l.Action) {
			windows = append(windows, fmt.Sprintf("%s %s in %s", l.Action, number.Grouped(l.Hits), window(l.Per)))
		}
	}
	switch {
	case len(windows) > 0:
		parts = append(parts, "limits of the account: "+strings.Join(windows, ", "))
	case !f.Account.Anonymous():
		parts = append(parts, "the account has no limits of its own")
	}
	if len(parts) == 0 {
		return unchecked("pace", "nobody is logged in")
	}
	is.Text = strings.Join(parts, "; ")
	return is
}

// window is the time of a limit as wikis' configurations have it.
func window(d time.Duration) string {
	if d%time.Minute == 0 {
		return number.Grouped(int64(d/time.Minute)) + " min"
	}
	return number.Grouped(int64(d/time.Second)) + " s"
}
