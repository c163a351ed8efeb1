package wire

// A NoResponse is the error of a request to which no complete response came:
// the address did not answer, the connection broke half way, the browser
// refused to show the response to the page, or the context ended. Its text
// begins with "no response: " and names neither the address nor a header, so
// it can be shown and logged.
type NoResponse struct{ Err error }

func (e *NoResponse) Error() string { return "no response: " + e.Err.Error() }

// Unwrap returns the cause: ctx.Err() when the context ended.
func (e *NoResponse) Unwrap() error { return e.Err }
