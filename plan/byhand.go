package plan

import "wikiform/provider"

// TakenByHand reports whether the latest revision of a page that is merged, and that says
// what the manifest says, may not be what the manifest alone made of it: somebody has put
// into the manifest what others wrote. Where nobody says who we are, that is not known.
func (f *Facts) TakenByHand(latest provider.Revision) bool {
	said := sayingOf(latest.Comment)
	return f.toldWho() && !(f.wrote(latest) && said.how == HowWhole && said.of(latest.TextSHA1))
}
