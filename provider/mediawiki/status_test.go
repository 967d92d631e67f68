package mediawiki

import "testing"

func TestStatusOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		result, stage string
		whole, over   bool
	}{
		"status-continue":  {result: "Continue", stage: "uploading"},
		"status-queued":    {result: "Poll", stage: "queued", whole: true},
		"status-assembled": {result: "Success", stage: "assembling", whole: true},
		"status-published": {result: "Success", stage: "publish"},
		"status-missing":   {over: true},
		"status-failed":    {over: true},
		"chunk-poll":       {result: "Poll", stage: "queued", whole: true},
		"publish-poll":     {result: "Poll", stage: "queued", whole: true},
		"publish-twice":    {},
	} {
		both(t, name, func(t *testing.T, b []byte) {
			var a uploadAnswer
			f := asFault(jsonAnswer(b).decode(&a))
			if a.Upload == nil {
				a.Upload = &uploadResult{}
			}
			if a.Upload.Result != want.result || a.Upload.Stage != want.stage || a.whole() != want.whole || f.jobOver() != want.over {
				t.Errorf("%+v, %v", a.Upload, f)
			}
		})
	}
}
