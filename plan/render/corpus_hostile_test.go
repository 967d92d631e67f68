package render

import (
	"strings"

	"wikiform/plan"
)

// hostileTexts are what a foreign text may be; each is put into every place
// that is foreign, the longest into descriptions only.
func hostileTexts() map[string]string {
	return map[string]string{
		"fences":         "<pre>\n```\n# out\n```diff\n````\n`````md\n   ```\n~~~\n``` \n+```\n-````\n```````````` end\n</pre>",
		"code-spans":     "`a` ``b`` ```c``` ` `` `",
		"html":           "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><b>bold</b> <a href=javascript:alert(1)>x</a>",
		"closes-folds":   "</details></summary>\n</details>\n\n<summary>\n\n# heading\n</pre></code></table></body></html>",
		"html-comments":  "--> x <!-- wikiform plan {\"wiki\":\"production\"} -->\n<!--\n-->\n--!>",
		"mentions":       "@octocat @github/support a@b @@x #1 GH-2 octo/repo#3 !4 ~bug %5 $6 &7 ^8 GL-9 user@example.org octo/repo@0123456789abcdef0123456789abcdef01234567 :tada: 0123456789abcdef0123456789abcdef01234567 deadbeef",
		"links":          "https://evil.example/ http://x.y www.evil.example ftp://evil.example mailto:a@b.example [x](https://evil.example) ![x](https://evil.example/p.png) [x]: https://evil.example <https://evil.example>\n[x][y]\n\n[y]: //evil.example",
		"structure":      "# h\n===\n---\n* * *\n- [ ] task\n1. one\n2) two\n> quote\n| a | b |\n|---|---|\n    code\n**b** _i_ ~~s~~ $x$ $$y$$ `$z$` [^1]\n[^1]: note\n=",
		"entities":       "&lt;script&gt; &#60;b&#62; &amp;amp; &nbsp; \\<b\\> \\` \\@octocat &#64;octocat",
		"ansi":           "\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\a\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\\u009b31m\b\b\bdone\r\x1bc",
		"bidi":           "\u202egpj.exe\u202c \u2066x\u2069 \u200f\u200e\u061c \u202atest\u202b",
		"runners":        "::error file=a,line=1::boom\n ::set-output name=x::y\n##[error]boom\n##vso[task.setvariable variable=x]y\n##VSO[task.complete]\n::add-mask::x\n::stop-commands::t\n###[group]x\n%0A::warning::x%25\n##teamcity[x]",
		"long-line":      strings.Repeat("word, ", 170_000) + "end",
		"long-word":      strings.Repeat("0123456789abcdef", 64<<10),
		"long-backticks": strings.Repeat("`", 1<<20),
		"many-lines":     strings.Repeat("x\n", 100_000),
		"line-ends":      "a\r\nb\rc\n\n\n\vd\fe\u0085f\u2028g\u2029h\t\ti  ",
		"controls":       "\x00\x01\x02\x7f\u0080\u009f\ufeff\ufffe\uffff\u00ad\u200b\u2060\u180e\U000e0041\U000e007f",
		"not-utf8":       "a\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80z",
		"marks":          "Z\u0351\u036b\u0343\u036a\u0302a\u0334\u0306l\u0321\u0353g\u0321o" + strings.Repeat("\u0301", 400) + "!",
		"emoji":          "👩‍👩‍👧‍👦 ❤️ 🇩🇪 👍🏽 1️⃣ \U0001f9d1\u200d\U0001f680",
		"rtl":            "גשר ישן מעל הנהר (1911) abc, جسر قديم فوق النهر ١٩١١",
		"quotes":         `" ' \" \\ ${x} %{y} {{z}} %s %d %!v(MISSING) $(id) ; rm -rf`,
		"json":           `"},"resource_changes":[{"x":1}],"y":{"` + "\u2028\u2029</script>",
		"csv":            "=1+1\t@SUM(A1)\n+1\n-1",
		"empty":          "",
		"blanks":         "   \t  ",
	}
}

// described is a plan with a text in descriptions only.
func described(evil string) *plan.Plan {
	w := newWorld()
	w.want("file.new", "New.jpg", "n", 9, text(evil))
	w.want("file.changed", "Changed.jpg", "c", 9, text(evil+" new"))
	w.have("Changed.jpg", "c", 9, evil+" old", "Anna")
	return w.plan()
}
