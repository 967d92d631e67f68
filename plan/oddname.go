package plan

import (
	"fmt"

	"wikiform/provider"
)

// oddName is the problem of a title that looks as if nobody had chosen it. The wiki
// asks about it, and about nothing else of a name where it has found another file.
func oddName(c *Change, f *Facts) *Problem {
	k := f.Prospects[c.Claim.Title].Warning
	if c.Claim.accepts(k) {
		return nil
	}
	p := Problem{Hint: fmt.Sprintf(`choose a title that says what the file shows, or accept it with accept_warnings = ["%s"]`, k)}
	switch k {
	case provider.WarnBadPrefix:
		p.Reason, p.Text = CameraName, "the title begins as the names do that cameras give, which this wiki does not want"
	case provider.WarnThumb:
		p.Reason, p.Text = ThumbnailName, "the title is that of a thumbnail of a file that the wiki has"
	case provider.WarnThumbName:
		p.Reason, p.Text = ThumbnailName, "the title begins as that of a thumbnail"
	default:
		return nil
	}
	return &p
}
