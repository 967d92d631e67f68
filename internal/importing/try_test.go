package importing_test
import ("testing";"fmt";"wikiform/provider")
func TestTry(t *testing.T) {
	var ws []provider.Whole
	for i := range 6 {
		ws = append(ws, whole(fmt.Sprintf("Plate %d.png", i), fmt.Sprintf("== {{int:filedesc}} ==\n{{Information\n|description = {{en|1=Plate %d}}\n|date        = %s\n|source      = [[a|b]] <nowiki>}}|</nowiki>\n|author      = \n|other versions=\n}}\n\n== {{int:license-header}} ==\n{{PD-old}}\n\n[[Category:X%d]]\n[[Category:Plates]]", i, []string{"","-1902"}[i%2], i)))
	}
	for i := range 3 {
		ws = append(ws, whole(fmt.Sprintf("B %d.png", i), fmt.Sprintf("{{information|1=x|Author=A ${x} %%{if} %d}}", i)))
	}
	ws = append(ws, whole("C.png", "nothing"), whole("D.png", "{{Information|x}}"))
	w := whole("E.png", "~~~~"); ws = append(ws, w)
	for _, blocks := range []bool{false, true} {
	o := options(t, nil)
	o.Template = "Template:information"
	o.Blocks = blocks
	im, _ := made(t, ws, o)
	for _, f := range im.Files { fmt.Println("-----", f.Path); fmt.Print(f.Text) }
	fmt.Printf("%+v\n", im.Layouts); fmt.Println(im.Other, im.Unused, im.Alone, im.Left, im.Formulas)
	}
}
