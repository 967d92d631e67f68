package forge

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"wikiform/provider"

	"github.com/hashicorp/hcl/v2"
)

// The part of SARIF 2.1.0 that tells findings in files:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region sarifRegion `json:"region"`
		} `json:"physicalLocation"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// WriteSARIF writes the findings of a version of wikiform for code scanning. A rule
// is what the summary of a diagnostic says.
func WriteSARIF(w io.Writer, f *Findings, version string) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "wikiform", Version: version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	rules := &run.Tool.Driver.Rules
	for _, d := range f.diags {
		rule := sarifRule{ruleID(d), sarifText{provider.VisibleText(d.Summary)}}
		i := slices.IndexFunc(*rules, func(r sarifRule) bool { return r.ID == rule.ID })
		if i < 0 {
			i = len(*rules)
			*rules = append(*rules, rule)
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: rule.ID, RuleIndex: i, Level: string(level(d)),
			Message: sarifText{provider.VisibleText(d.Summary) + ": " + f.message(d)}, Locations: f.sarifLocations(d),
		})
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func (f *Findings) sarifLocations(d *hcl.Diagnostic) []sarifLocation {
	p, ok := f.at(d)
	if !ok {
		return nil
	}
	var l sarifLocation
	l.Physical.Artifact.URI = (&url.URL{Path: p.path}).String()
	l.Physical.Region = sarifRegion{p.line, p.column, p.endLine, p.endColumn}
	return []sarifLocation{l}
}

// ruleID makes an identifier of a summary: "unsupported-argument". Names that a
// summary quotes are no part of the rule.
func ruleID(d *hcl.Diagnostic) string {
	parts := strings.Split(d.Summary, `"`)
	var plain []string
	for i := 0; i < len(parts); i += 2 {
		plain = append(plain, parts[i])
	}
	words := strings.FieldsFunc(strings.ToLower(strings.Join(plain, " ")), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
