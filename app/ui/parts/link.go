package parts

import (
	"errors"
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/connect"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// problem is why the connection is not up, as a sentence that says what to do.
func problem(err error, p settings.Profile) app.UI {
	if err == nil {
		return html.El("div", "link-problem link-problem--none")
	}
	return html.Word("div", "link-problem", wording.ExplainHere(err, p))
}

// ProblemOf is problem, unless one of the steps tells it.
func ProblemOf(l link.Status) app.UI {
	if anyStepFailed(l) {
		return problem(nil, l.Profile)
	}
	return problem(l.Problem, l.Profile)
}

// LinkButtons are what can be done about a link.
func LinkButtons(l link.Status) app.UI {
	switch l.State {
	case link.Reconnecting:
		return html.El("div", "link-buttons", html.TextButton("btn btn--primary", "retry", "", "Retry now"), html.TextButton("btn", "disconnect", "", "Disconnect"))
	case link.Refused, link.SignedOut:
		return html.El("div", "link-buttons", html.TextButton("btn btn--primary", "panel", string(scene.ConnectPanel), "Sign in again"), html.TextButton("btn", "retry", "", "Retry now"))
	case link.Offline, link.File:
		return html.El("div", "link-buttons", html.TextButton("btn btn--primary", "panel", string(scene.ConnectPanel), "Connect"), html.El("span", ""))
	}
	return html.El("div", "link-buttons", html.TextButton("btn", "disconnect", "", "Disconnect"), html.El("span", ""))
}

// StepList lists the steps of connecting, each with what became of it. What was
// done says nothing of a connection that is lost.
func StepList(m *page.Model) app.UI {
	l := m.State.Connection()
	items := make([]app.UI, len(l.Steps))
	lost := l.State == link.Reconnecting && !anyStepFailed(l)
	for i, s := range l.Steps {
		if lost {
			s = link.Step{Name: s.Name}
			if i == 0 {
				s.State, s.Note = link.Running, "trying again"
			}
		}
		state := [...]string{"pending", "running", "done", "failed"}[s.State]
		body := []app.UI{
			html.Sign("link-sign", [...]string{"○", "◌", "✓", "✗"}[s.State]),
			html.Word("b", "", s.Name), html.El("span", "link-note", html.Heard(" "+state+" "), app.Text(stepNote(s)))}
		if s.Err != nil {
			body = append(body, remedy(s.Err, m))
		}
		items[i] = html.El("li", "link-step link-step--"+state, body...)
	}
	return html.El("ol", "link-steps", items...).Aria("label", "Steps of connecting")
}

func stepNote(s link.Step) string {
	if s.Err != nil {
		return "seen: " + s.Err.Error()
	}
	return s.Note
}

// remedy says what a failed step means and what to do.
func remedy(err error, m *page.Model) app.UI {
	o, ok := errors.AsType[*link.Obstacle](err)
	if !ok {
		return html.El("div", "link-remedy", html.Word("p", "", wording.Explain(err)))
	}
	a := wording.AdviceHere(o.Kind, m.State.Connection().Profile)
	body := []app.UI{
		html.El("p", "", html.Word("b", "", "Meaning: "), app.Text(a.Means)),
		html.El("p", "", html.Word("b", "", "What to do: "), app.Text(a.Do)),
	}
	if a.Settings {
		body = append(body, html.Copyable("copy-settings", "Copy the settings", connect.CrossOriginSettings(m.Origin)))
	}
	if p := m.State.Connection().Profile; p.BaseURL != "" && p.BaseURL != settings.Simulator && (a.Settings || o.Kind == link.Unreachable) {
		body = append(body, html.Copyable("copy-proxy", "Copy the command", connect.ProxyCommand(p)))
	}
	return html.El("div", "link-remedy", body...)
}

// anyStepFailed reports whether the list of steps tells the problem already.
func anyStepFailed(l link.Status) bool {
	return slices.ContainsFunc(l.Steps, func(s link.Step) bool { return s.Err != nil })
}

// LinkNote is the connection in a few words, behind its state.
func LinkNote(l link.Status, m *page.Model) string {
	switch l.State {
	case link.Connected, link.Slow, link.Watching:
		if !l.Heartbeat.IsZero() {
			return "heartbeat " + wording.Age(l.Heartbeat, m.Wall)
		}
	case link.Following:
		if l.Problem != nil {
			return "cannot be read now"
		}
		return "grew " + wording.Age(l.Heartbeat, m.Wall)
	case link.Connecting:
		for _, s := range l.Steps {
			if s.State == link.Running {
				return s.Name
			}
		}
	case link.Reconnecting:
		if wait := l.Next.Sub(m.Wall); !l.Next.IsZero() && wait > 0 {
			return "attempt " + strconv.Itoa(l.Attempt+1) + " in " + strconv.Itoa(int(wait.Seconds()+0.999)) + " s"
		}
		return "attempt " + strconv.Itoa(l.Attempt+1)
	case link.Refused, link.SignedOut:
		return "what to do"
	}
	return ""
}
