package cli

// colours decides for one stream whether to colour it: the flag, then the
// environment (no-color.org, force-color.org, CLICOLOR), then what the stream is.
func (a *app) colours(stream any) bool {
	switch {
	case a.noColor || a.color == "never":
		return false
	case a.color == "always":
		return true
	case a.Env["NO_COLOR"] != "":
		return false
	case forced(a.Env["FORCE_COLOR"]) || forced(a.Env["CLICOLOR_FORCE"]):
		return true
	case a.Env["CLICOLOR"] == "0" || a.Env["TERM"] == "dumb":
		return false
	case terminal(stream):
		return true
	}
	// The log viewers of these render ANSI colours.
	return a.Env["GITHUB_ACTIONS"] != "" || a.Env["GITLAB_CI"] != "" || a.Env["BUILDKITE"] != ""
}

func forced(value string) bool { return value != "" && value != "0" }
