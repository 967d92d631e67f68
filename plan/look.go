package plan

import (
	"context"

	"wikiform/internal/working"
	"wikiform/provider"
	"wikiform/spec"
)

// lookAtOnce is how many titles one question has about whose answer only a few bytes are
// kept before the next one is asked.
const lookAtOnce = 5000

// Look asks what the wiki has under all titles that a manifest speaks of: of its files in
// few bytes each, and of the other blocks as f then has it. Nothing of the sources has to
// be known for that, so that they can be hashed meanwhile.
func Look(ctx context.Context, r Reader, m *spec.Manifest, f *Facts) (*Sighted, error) {
	l := looking{Sighted: newSighted(len(m.Files)), r: r, f: f, left: len(m.Files)}
	for i := range m.Files {
		t, err := parse(&m.Files[i], f.Site)
		if err != nil {
			continue // which its claim says
		}
		if file, known := f.Have[t]; known {
			l.put(int32(i), file)
			continue
		}
		if err := l.ask(ctx, t, int32(i)); err != nil {
			return nil, err
		}
	}
	for _, t := range titles(claimsOfOthers(m, f.Site)) {
		if _, known := f.Have[t]; known {
			continue
		}
		if err := l.ask(ctx, t, noFile); err != nil {
			return nil, err
		}
	}
	return l.Sighted, l.flush(ctx)
}

// looking collects questions.
type looking struct {
	*Sighted
	r     Reader
	f     *Facts
	asked []provider.Title
	files []int32 // whose titles these are; noFile: of another block
	left  int     // about how many titles there are to ask about
	done  int
}

const noFile int32 = -1

func (l *looking) ask(ctx context.Context, t provider.Title, file int32) error {
	l.asked, l.files = append(l.asked, t), append(l.files, file)
	if len(l.asked) < lookAtOnce {
		return nil
	}
	return l.flush(ctx)
}

func (l *looking) flush(ctx context.Context) error {
	// Who is asked tells of this question only.
	l.left -= len(l.asked)
	rest := working.Begin(ctx, working.Asking, l.done+max(l.left, 0))
	rest.Done(l.done)
	have, err := ask(ctx, l.r.Files, once(l.asked))
	rest.End()
	if err != nil {
		return err
	}
	l.done += len(l.asked)
	if l.f.Have == nil {
		l.f.Have = map[provider.Title]provider.File{}
	}
	for n, t := range l.asked {
		file, told := have[t]
		switch {
		case !told:
		case l.files[n] == noFile:
			l.f.saw(t, file)
		default:
			l.put(l.files[n], file)
		}
	}
	l.asked, l.files = l.asked[:0], l.files[:0]
	return nil
}

// Unread are the files whose sources are larger than what the wiki takes, so that they were
// not read, and have the size of what it has under their titles: they may be that.
func (s *Sighted) Unread(files []spec.File, sums map[spec.Address]provider.Content) []spec.File {
	var same []spec.File
	for i := range files {
		f := &files[i]
		sum := sums[f.Address]
		if f.Source.URL != "" || sum.Known() || sum.Size == 0 {
			continue
		}
		if have, _ := s.file(i); have.Version != nil && have.Version.Size == sum.Size {
			same = append(same, *f)
		}
	}
	return same
}
