package spec

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Every function gives of sensitive arguments what it gives of others, and it
// is sensitive, whether the argument is or something within it.
func TestFunctionsOfSensitiveValues(t *testing.T) {
	t.Parallel()
	l := newLoader(museum, ".", Inputs{})
	counting := []string{"length", "keys"} // tell nothing of what is within
	for _, f := range functions {
		e, diags := parseExpression([]byte(f.example), "example", hcl.InitialPos)
		call, ok := e.(*hclsyntax.FunctionCallExpr)
		if diags.HasErrors() || !ok || f.name == "try" || f.name == "can" {
			continue // these take expressions
		}
		fn := l.eval.ctx.Functions[f.name]
		for i, mark := range []func(cty.Value) cty.Value{markedWhole, markedWithin} {
			var open, secret []cty.Value
			for _, a := range call.Args {
				v, _ := a.Value(l.eval.ctx)
				open, secret = append(open, box(v)), append(secret, box(mark(v)))
			}
			want, err := fn.Call(open)
			got, err2 := fn.Call(secret)
			if err != nil || err2 != nil {
				t.Errorf("%s: %v, %v", f.name, err, err2)
				continue
			}
			plain, _ := got.UnmarkDeep()
			if !plain.RawEquals(want) {
				t.Errorf("%s = %#v, want %#v", f.example, plain, want)
			}
			if !got.ContainsMarked() && (i == 0 || !slices.Contains(counting, f.name)) {
				t.Errorf("%s of what is sensitive is not", f.name)
			}
		}
	}
}

func box(v cty.Value) cty.Value { return cty.CapsuleVal(boxed, &given{v: v}) }

func markedWhole(v cty.Value) cty.Value { return v.Mark(sensitive) }

// markedWithin marks what has nothing within itself.
func markedWithin(v cty.Value) cty.Value {
	marked, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type().IsPrimitiveType() {
			v = v.Mark(sensitive)
		}
		return v, nil
	})
	if err != nil {
		return markedWhole(v)
	}
	return marked
}

// No expression of a sensitive value, whatever comes of it, shows any of it.
func TestSensitiveValuesStayUnseen(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, expression := range []string{
		`var.pin`, `"${var.pin}"`, `upper(var.pin)`, `[var.pin][0]`, `{ a = var.pin }.a`, `[for c in split("", var.pin) : c][0]`,
		`"%{ for c in split("", var.pin) }${c}%{ endfor }"`, `"%{ if var.pin == "hunter2" }yes%{ else }no%{ endif }"`,
		`var.pin == "hunter2" ? "yes" : "no"`, `can(regex("^h", var.pin)) ? "yes" : "no"`, `try(regex("^z", var.pin), "no")`,
		`try({ hunter2 = "yes" }[var.pin], "no")`, `can({ hunter2 = "yes" }[var.pin]) ? "yes" : "no"`,
		`join("", [for c in ["h", "x"] : c if startswith(var.pin, c)])`, `lookup({ hunter2 = "yes" }, var.pin, "no")`,
		`file(var.pin)`, `file("${var.pin}.txt")`, `[for s in [var.pin] : file(s)][0]`, `templatefile("photo.wikitext", { name = var.pin })`,
		`jsonencode({ a = var.pin })`, `keys({ (var.pin) = 1 })[0]`, `{ for s in [var.pin, var.pin] : s => s }`, `tonumber(var.pin)`,
		`-var.pin`, `var.pin + 1`, `!var.pin`, `var.pin.a`, `var.pin["a"]`, `var.pin[*].a`, `regex("(", var.pin)`, `jsondecode(var.pin)`,
		`csvdecode(var.pin)`, `yamldecode("${var.pin}: [")`, `wiki::title("${var.pin}|")`, `wiki::template("X", { (var.pin) = [1] })`,
		`tostring(fileexists(var.pin))`, `format("%d", var.pin)`, `index([1], var.pin)`, `one([var.pin, var.pin])`, `nothing(var.pin)`,
		`{ hunter2 = "yes" }[var.pin]`, `{ h = { u = "hu" } }[substr(var.pin, 0, 1)][substr(var.pin, 1, 1)]`, `["a", "b", "c"][length(var.pin) - 6]`,
		`local.table[substr(var.pin, 0, 1)]`, `[for c in ["h"] : local.table[c] if c == substr(var.pin, 0, 1)][0]`,
		`var.pin == "x" || true ? "a" : "b"`, `var.pin == "x" && true ? "a" : "b"`, `format("%s%s", split("u", var.pin)...)`,
		`tostring(length(concat([for c in split("", var.pin) : [c]]...)))`, `tostring(length([for i in range(length(var.pin)) : "x"]))`,
		`join("", [for k, v in { for c in split("", var.pin) : c => c... } : k])`, `try(file(var.pin), "none")`, `can(file(var.pin)) ? "a" : "b"`,
		`[for s in [var.pin] : can(regex("^h", s)) ? "a" : "b"][0]`, `[for s in [var.pin] : try(local.table[substr(s, 0, 1)], "b")][0]`,
		`try([for s in [var.pin] : s if s == "x"][0], "b")`, `templatefile("if.wikitext", { v = var.pin })`, `local.derived`,
	} {
		src := "variable \"pin\" {\n  sensitive = true\n}\n\nlocals {\n  table = { h = \"H\" }\n  derived = [for s in [var.pin] : {x = s}][0].x\n}\n\nfile \"x\" {\n  source  = \"scans/bridge.jpg\"\n  comment = " + expression + "\n}\n"
		m, diags := Load(inMuseum("main.wiki.hcl", src), ".", Inputs{Env: map[string]string{"pin": secret}})
		if !diags.HasErrors() {
			t.Errorf("%s is accepted: %q", expression, m.Files[0].Comment)
			continue
		}
		var b strings.Builder
		if err := hcl.NewDiagnosticTextWriter(&b, m.Parsed, 0, false).WriteDiagnostics(diags); err != nil {
			t.Error(err)
		}
		for _, d := range diags {
			for _, v := range InvolvedIn(d) {
				b.WriteString(v.Is)
			}
		}
		if out := strings.ReplaceAll(b.String(), expression, ""); strings.Contains(strings.ToLower(out), secret) {
			t.Errorf("%s: %s", expression, out)
		}
	}
}
