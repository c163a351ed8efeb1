// Package rows draws the page's lists that are long or move often: the table,
// the timeline's lists, the sessions.
//
// A [Row] is a plain value with a key, made of [Node]s, which are elements and
// texts. A [List] stands for an element of the page that the renderer keeps
// empty. [List.Draw] compares the rows that are to be there with those that it
// drew last, writes down what differs, and hands that to the browser in one
// call. A row with the same key stays the same element wherever it moves, and
// what has the focus is not moved at all, so that focus, selection, caret and
// scroll position survive. A text is always a text and never markup.
//
// The one rule: a Node that was drawn is not changed any more. What is to look
// otherwise is another Node; [Node.WithPart] and [Node.WithAttr] make one that
// shares what stays. Nodes that are the same pointer are not compared.
//
// It is not a renderer: it has no components, no events and no state of its
// own. Where there is no browser it draws nothing; the page then has the
// renderer draw the same Nodes, and tests read those.
package rows
