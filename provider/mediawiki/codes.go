package mediawiki

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"wikiform/provider"
)

// retry is what the loop may do about a fault by itself.
type retry string

const (
	never    retry = ""          // the request or the world must change first
	again    retry = "again"     // nothing was done: the same request after a pause
	look     retry = "look"      // it may have been done: pause, look, then perhaps again
	newToken retry = "new token" // nothing was done: once again with another token
	newLogin retry = "new login" // nothing was done: once again in another session
	confirm  retry = "confirm"   // nothing was done: the same request once more, if the manifest accepts the warning
)

// rule says what an error of the wiki means.
type rule struct {
	code  string // a prefix of codes when it ends in "*"
	kind  provider.Kind
	retry retry
	tries int           // repetitions at most; 0: until patience ends, or restarts
	pause time.Duration // shortest wait before a repetition
	// outage: the wiki, or the way to it, is out of order for a while. What only
	// reads is asked again until patience ends, whatever tries says.
	outage     bool
	notAtStart bool          // not waited for when the run begins, only later in it
	stashLost  bool          // what was staged is gone or not ours: it has to be sent again
	badContent bool          // the content itself is refused: what was staged of it is of no use
	cure       provider.Cure // what has to change first; "" for that of the kind
	hint       string
}

// Codes that say more than the table does.
const (
	codeRateLimited  = "ratelimited"
	codeStashFailed  = "stashfailed"          // may tell how many bytes the wiki has
	codeNoStatus     = "missingresult"        // of a key of which no progress is known
	codeBadUpload    = "badupload"            // may tell how many bytes a part may have
	codeMissingParam = "missingparam"         // also of a body that PHP dropped
	codeTooLarge     = "http-contenttoolarge" // of such a body since MediaWiki 1.43
)

// Rules for what comes without a code.
var (
	lostAnswer  = rule{kind: provider.Lost, retry: look, tries: 4, pause: 2 * time.Second, outage: true}
	unreadable  = rule{kind: provider.Lost, retry: look, tries: 3, pause: time.Second}
	misprinted  = rule{kind: provider.Lost, cure: provider.CureWiki, retry: look, tries: 1, pause: time.Second, hint: "its administrators can set display_errors = Off in the wiki's php.ini; PHP's log has the message"}
	unreachable = rule{kind: provider.Unavailable, retry: again, pause: time.Second, hint: hintNetwork}
	// noSuchHost is a typing error more often than a name server that comes back.
	noSuchHost = rule{kind: provider.Unavailable, retry: again, tries: 3, pause: time.Second, hint: hintNetwork}
	// noAPI is an address at which another page is, or none.
	noAPI     = rule{kind: provider.Unavailable, cure: provider.CureManifest, hint: hintAPI}
	untrusted = rule{kind: provider.Unavailable, cure: provider.CureManifest, hint: "check the host name in api, and the certificates that this machine trusts"}
	// speaksHTTP and speaksHTTPS are servers that speak the one where api says the other.
	speaksHTTP  = rule{kind: provider.Unavailable, cure: provider.CureManifest, hint: "write http:// in the wiki block if that is meant, or the port at which the server speaks https; over http credentials are sent to this machine only"}
	speaksHTTPS = rule{kind: provider.Unavailable, cure: provider.CureManifest, hint: "write https:// in place of http:// in the wiki block"}
)

const (
	hintRights  = "the account, or the grants of its bot password or token, lack a right; see Special:BotPasswords and Special:ListGroupRights"
	hintSource  = "the wiki could not fetch the URL; with via = \"client\" wikiform fetches it instead"
	hintAPI     = "is this the URL of api.php? The wiki's page Special:Version shows it, mostly as https://HOST/w/api.php"
	hintTooMany = "the wiki, or what stands before it, takes no more requests from here now: wait some minutes, and try again; requests_per_minute in the wiki block keeps below what it takes"
	hintAway    = "the wiki's server, or what stands before it, is down or overloaded: look at the wiki in a browser, and try again later"
	hintReplan  = "plan again to see what changed"
	// Who is at fault is not known: an answer can be misread here, or be spoilt on its way.
	hintMalformed = "look into the log (-log-file) at what the wiki, or what stands before it, answered; if that is well, please report it with the log"
	hintReport    = "this is a fault of wikiform; please report it with the log"
	hintBanned    = "give the title an extension that the wiki takes, and none that it refuses anywhere between dots"
	hintContent   = "the wiki looks into files and refused this one: mend the file, or give its title the extension of what it is"
	hintFilter    = "a rule of the wiki refused this; ask its administrators, or change what the rule is about"
	hintAgain     = "run it again"
	hintRelogin   = "the wiki does not take us for who we said we are; check the token or the bot password (a token needs the wiki's OAuth extension, without which it is silently ignored)"
	hintNetwork   = "check the host name in api, and the network of this machine"
	hintReadOnly  = "wait until the wiki takes writes again, then run it again"
)

// rules is the table of facts §9. An exact code wins over a prefix, a longer
// prefix over a shorter one.
//
// What the codes mean is decided in this file and nowhere else. Callers get kinds,
// cures, hints and [grounds].
var rules = []rule{
	{code: "maxlag", kind: provider.Busy, retry: again, pause: 5 * time.Second},
	{code: codeRateLimited, kind: provider.Busy, retry: again, pause: 10 * time.Second},
	{code: "actionthrottledtext", kind: provider.Busy, retry: again, pause: 10 * time.Second},
	{code: "readonly", kind: provider.Blocked, cure: provider.CureRerun, retry: again, pause: 20 * time.Second, notAtStart: true, hint: hintReadOnly},

	{code: "badtoken", kind: provider.Auth, retry: newToken, hint: hintRelogin},
	{code: "assertuserfailed", kind: provider.Auth, retry: newLogin, hint: hintRelogin},
	{code: "assertbotfailed", kind: provider.Auth, retry: newLogin, hint: hintRelogin},
	{code: "assertnameduserfailed", kind: provider.Auth, retry: newLogin, hint: hintRelogin},
	{code: "mustbeloggedin", kind: provider.Auth, retry: newLogin, hint: hintRelogin},
	{code: "notloggedin", kind: provider.Auth, retry: newLogin, hint: hintRelogin},
	{code: "mwoauth-*", kind: provider.Auth, hint: "the wiki refused the token; make a new one at Special:OAuthConsumerRegistration"},
	{code: "readapidenied", kind: provider.Auth, hint: "this wiki can be read only when logged in; give credentials"},

	{code: "permissiondenied", kind: provider.Denied, hint: hintRights},
	{code: "cantmove*", kind: provider.Denied, hint: hintRights},
	{code: "cantcreate*", kind: provider.Denied, hint: hintRights},
	{code: "blocked", kind: provider.Blocked, hint: "the account is blocked; its block says by whom and why"},
	{code: "autoblocked", kind: provider.Blocked, hint: "this machine's address is blocked because of another account"},
	{code: "globalblocking-*", kind: provider.Blocked, hint: "this machine's address is blocked, as cloud addresses often are"},
	{code: "protectedpage", kind: provider.Denied, hint: "the page is protected; an administrator can lift that"},
	{code: "protectedtitle", kind: provider.Denied, hint: "the title is protected; an administrator can lift that"},
	{code: "cascadeprotected", kind: provider.Denied, hint: "a page that includes this one is protected; an administrator can lift that"},
	{code: "cantedit", kind: provider.Denied, hint: "the page is protected; an administrator can lift that"},
	{code: "bigdelete", kind: provider.Denied, hint: "the page has too many revisions for this account; whoever has the right bigdelete can delete it"},
	{code: "uploaddisabled", kind: provider.Blocked, hint: "the wiki takes no uploads at all"},
	{code: "copyuploaddisabled", kind: provider.Denied, cure: provider.CureManifest, hint: hintSource},
	{code: "copyuploadbaddomain", kind: provider.Denied, cure: provider.CureManifest, hint: hintSource},
	{code: "copyuploadbadurl", kind: provider.Denied, cure: provider.CureManifest, hint: hintSource},
	{code: "upload-copy-upload-invalid-*", kind: provider.Denied, cure: provider.CureManifest, hint: hintSource},
	{code: "fileexists-forbidden", kind: provider.Denied, hint: "replacing a file needs the right reupload, or reupload-own for one's own"},
	{code: "fileexists-shared-forbidden", kind: provider.Denied, hint: "a shared repository has a file of this name; shadowing it needs the right reupload-shared"},
	{code: "fileexists-sharedrepo*", kind: provider.Rejected, hint: "a shared repository has a file of this name; choose another title"},
	{code: "cantoverwrite-sharedfile", kind: provider.Rejected, hint: "a shared repository has a file of this name; choose another title"},
	{code: "tags-apply-no-permission", kind: provider.Denied, hint: "applying tags needs the right applychangetags"},
	{code: "tags-update-no-permission", kind: provider.Denied, hint: "adding tags to what was written before needs the right changetags"},
	{code: "tags-update-blocked", kind: provider.Blocked, hint: "the account is blocked; its block says by whom and why"},

	{code: "fileexists-no-change", kind: provider.Conflict, retry: look, tries: 1, pause: time.Second, hint: hintReplan},
	{code: "backend-fail-alreadyexists", kind: provider.Busy, retry: again, tries: 4, pause: 1100 * time.Millisecond, hint: hintAgain},
	{code: "backend-fail-notsame", kind: provider.Conflict, hint: "where it shall go lies another file, which has no page or was left by an attempt that failed; plan again, or ask an administrator"},
	{code: "backend-fail-*", kind: provider.Lost, retry: look, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "lockmanager-fail-*", kind: provider.Lost, retry: look, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "filereadonlyerror", kind: provider.Lost, retry: look, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "directorycreateerror", kind: provider.Lost, retry: look, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "uploadstash-exception", kind: provider.Lost, retry: look, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "internal_api_error_DB*", kind: provider.Lost, retry: look, tries: 3, pause: 3 * time.Second, hint: hintAgain},
	{code: "internal_api_error_*", kind: provider.Lost, retry: look, tries: 1, pause: 2 * time.Second, hint: "the wiki failed inside; the id in brackets finds it in the wiki's own log"},

	{code: codeStashFailed, kind: provider.Busy, stashLost: true, tries: 1, hint: hintAgain},
	{code: "uploadstash-*", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashedfilenotfound", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashnosuchfilekey", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashpathinvalid", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashzerolength", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashwrongowner", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "stashnotloggedin", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: "internal_api_error_UploadStash*", kind: provider.Busy, stashLost: true, hint: hintAgain},
	{code: codeNoStatus, kind: provider.Lost, retry: look, tries: 1, pause: time.Second, hint: hintAgain},
	{code: "publishfailed", kind: provider.Lost, retry: look, tries: 5, pause: 5 * time.Second, hint: hintAgain},

	{code: "empty-file", kind: provider.Rejected, badContent: true, hint: "an empty file cannot be uploaded"},
	{code: "file-too-large", kind: provider.Rejected, badContent: true, hint: "the wiki's limit for one file is smaller than this file"},
	{code: "filetype-banned", kind: provider.Rejected, badContent: true, hint: hintBanned},
	{code: "filetype-*", kind: provider.Rejected, badContent: true, hint: hintContent},
	{code: "verification-error", kind: provider.Rejected, badContent: true, hint: hintContent},
	{code: codeBadUpload, kind: provider.Rejected, cure: provider.CureWiki, hint: "a smaller -chunk-size may help"},
	{code: codeTooLarge, kind: provider.Rejected, cure: provider.CureWiki, hint: "a smaller -chunk-size may help"},
	{code: "illegal-filename", kind: provider.Rejected, hint: "choose another title"},
	{code: "filename-too*", kind: provider.Rejected, hint: "choose another title"},
	{code: "windows-nonascii-filename", kind: provider.Rejected, hint: "choose another title"},
	{code: "invalidtitle", kind: provider.Rejected, hint: "choose another title"},
	{code: "imageinvalidfilename", kind: provider.Rejected, hint: "choose another title"},
	{code: "nonfile*", kind: provider.Rejected, hint: "a file can only get the title of a file"},
	{code: "selfmove", kind: provider.Rejected, hint: "for the wiki both titles are one; choose another"},
	{code: "filetypemismatch", kind: provider.Rejected, hint: "a move does not change what a file is; keep its extension"},
	{code: "badtags", kind: provider.Rejected, cure: provider.CureWiki, hint: "an administrator can create and activate the tag at Special:Tags"},
	{code: "baduser", kind: provider.Rejected, cure: provider.CureManifest, hint: "no user can have this name; see to accounts in the wiki block"},
	{code: "contenttoobig", kind: provider.Rejected, hint: "shorten the description"},
	{code: "titleblacklist-forbidden*", kind: provider.Rejected, hint: hintFilter},
	{code: string(provider.WarnFilter), kind: provider.Warned, retry: confirm, hint: "a filter of the wiki warns; if it is meant so, accept that with accept_warnings = [\"abusefilter-warning\"]"},
	{code: "abusefilter-*", kind: provider.Rejected, hint: hintFilter},
	{code: "spamblacklist", kind: provider.Rejected, hint: hintFilter},
	{code: "hookaborted", kind: provider.Rejected, hint: hintFilter},

	{code: "badmd5", kind: provider.Busy, retry: again, tries: 1, hint: hintAgain},
	{code: "editconflict", kind: provider.Conflict, hint: hintReplan},
	{code: "missingtitle", kind: provider.Conflict, hint: hintReplan},
	{code: "nosuchrevid", kind: provider.Conflict, hint: hintReplan},
	{code: "cantdelete", kind: provider.Conflict, hint: hintReplan},
	{code: "pagedeleted", kind: provider.Conflict, hint: hintReplan},
	{code: "filerevert-badversion", kind: provider.Conflict, hint: hintReplan},
	{code: "cantundelete", kind: provider.Conflict, hint: hintReplan},
	{code: "undelete-cant*", kind: provider.Denied, hint: "the title is protected, or the account may not make pages there; an administrator can restore it"},
	{code: "undelete-*", kind: provider.Conflict, hint: hintReplan},
	{code: "articleexists", kind: provider.Conflict, hint: hintReplan},
	{code: "redirectexists", kind: provider.Conflict, hint: hintReplan},

	{code: "http-timed-out", kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 3, pause: 2 * time.Second, hint: hintSource},
	{code: "http-curl-error", kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 3, pause: 2 * time.Second, hint: hintSource},
	{code: "http-bad-status", kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 3, pause: 2 * time.Second, hint: hintSource},
	{code: "http-request-error", kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 3, pause: 2 * time.Second, hint: hintSource},
	{code: "http-internal-error", kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 3, pause: 2 * time.Second, hint: hintSource},
	{code: "tmp-*", kind: provider.Busy, retry: again, tries: 3, pause: 2 * time.Second, hint: hintAgain},
	{code: "http-invalid-url", kind: provider.Source, hint: hintSource},
	{code: "upload-too-many-redirects", kind: provider.Source, hint: hintSource},

	{code: "chunk-too-small", kind: provider.Bug, hint: hintReport},
	{code: "invalid-chunk", kind: provider.Bug, hint: hintReport},
	{code: "filekeyneeded", kind: provider.Bug, hint: hintReport},
	{code: "filekeynotallowed", kind: provider.Bug, hint: hintReport},
	{code: "invalid-file-key", kind: provider.Bug, hint: hintReport},
	{code: "toomanyvalues", kind: provider.Bug, hint: hintReport},
	{code: "badvalue", kind: provider.Bug, hint: hintReport},
	{code: codeMissingParam, kind: provider.Bug, hint: hintReport},
	{code: "invalidparammix", kind: provider.Bug, hint: hintReport},
	{code: "badinteger", kind: provider.Bug, hint: hintReport},
}

// grounds say more of a few codes, for callers that do not stop at the kind: what
// requests are refused with, and what the wiki says beforehand (intestactions). A "*"
// stands for the rest of the code.
var grounds = []struct {
	code   string
	ground provider.Ground
}{
	{"readonly", provider.GroundReadOnly},
	{"permissiondenied", provider.GroundRight},
	{"cantcreate*", provider.GroundRight},
	{"cantmove*", provider.GroundRight},
	{"bigdelete", provider.GroundRight},
	{"blocked", provider.GroundBlock},
	{"autoblocked", provider.GroundBlock},
	{"globalblocking-*", provider.GroundBlock},
	{"titleblacklist*", provider.GroundTitle},
	{"copyuploaddisabled", provider.GroundFetching},
	{"copyuploadbaddomain", provider.GroundURL},
	{"copyuploadbadurl", provider.GroundURL},
	{"upload-copy-upload-invalid-*", provider.GroundURL},
	{"upload-too-many-redirects", provider.GroundURL},
	{"http-*", provider.GroundURL},
}

func groundOf(code string) provider.Ground {
	for _, g := range grounds {
		if matches(g.code, code) {
			return g.ground
		}
	}
	return ""
}

// matches reports whether a code is the one of a table, or begins as that does
// before a "*".
func matches(inTable, code string) bool {
	if prefix, is := strings.CutSuffix(inTable, "*"); is {
		return strings.HasPrefix(code, prefix)
	}
	return code == inTable
}

// unknownCode is for what the table does not know: most are message keys of
// extensions that refuse something. Never repeated blindly.
var unknownCode = rule{kind: provider.Rejected, hint: hintFilter}

var sourceStatus = regexp.MustCompile(`\b[45]\d\d\b`)

// ruleFor finds what a code means. The text is looked at for the two codes that
// say their essence nowhere else (facts §5.1, §6.2).
func ruleFor(code, text string) rule {
	best := unknownCode
	for _, r := range rules {
		if r.code == code {
			best = r
			break
		}
		if matches(r.code, code) && len(r.code) > len(best.code) {
			best = r
		}
	}
	switch m := sourceStatus.FindString(text); {
	case code == "http-bad-status" && strings.HasPrefix(m, "4") && m != "429":
		best.retry, best.cure = never, provider.CureManifest
	case code == codeStashFailed && strings.Contains(text, "file verification"):
		return ruleFor("verification-error", "")
	}
	return best
}

// ruleForStatus is what an HTTP status means that came without a code.
func ruleForStatus(status int) rule {
	switch status {
	case http.StatusTooManyRequests:
		return rule{kind: provider.Busy, retry: again, pause: 2 * time.Second, hint: hintTooMany}
	case http.StatusServiceUnavailable:
		// Caches say so too when the wiki took longer than they like to wait.
		return rule{kind: provider.Lost, retry: look, pause: 2 * time.Second, hint: hintAway}
	case http.StatusRequestEntityTooLarge:
		return rule{kind: provider.Rejected, cure: provider.CureWiki, hint: "a smaller -chunk-size may help"}
	case http.StatusRequestURITooLong:
		return rule{kind: provider.Bug, hint: hintReport}
	case http.StatusUnauthorized, http.StatusForbidden:
		return rule{kind: provider.Unavailable, cure: provider.CureWiki, hint: "something before the wiki refuses us; does it want another User-Agent, or a password of its own?"}
	case http.StatusNotFound, http.StatusGone:
		return noAPI
	}
	if status == http.StatusBadGateway || status == http.StatusGatewayTimeout {
		away := lostAnswer
		away.hint = hintAway
		return away
	}
	if status >= 500 || status == http.StatusOK {
		return lostAnswer
	}
	return noAPI
}
