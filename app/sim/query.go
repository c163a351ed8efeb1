package sim

import (
	"net/url"
	"strconv"
	"strings"
)

// Query writes the options that a static page may carry: sessions, keys, rate,
// seed, media, quiet and quirks, which are the ways in which it misbehaves.
func (o Options) Query() url.Values {
	query := url.Values{
		"sessions": {strconv.Itoa(o.Sessions)},
		"keys":     {strconv.Itoa(o.Keys)},
		"rate":     {strconv.FormatFloat(o.Rate, 'g', -1, 64)},
		"seed":     {strconv.FormatUint(o.Seed, 10)},
	}
	if o.Media {
		query.Set("media", "true")
	}
	if o.Quiet {
		query.Set("quiet", "true")
	}
	if len(o.Misbehave) > 0 {
		query.Set("quirks", strings.Join(o.Misbehave, ","))
	}
	return query
}

// FromQuery reads what Query wrote. What is missing or cannot be read keeps its
// default.
func FromQuery(query url.Values) Options {
	var o Options
	o.Sessions, _ = strconv.Atoi(query.Get("sessions"))
	o.Keys, _ = strconv.Atoi(query.Get("keys"))
	o.Rate, _ = strconv.ParseFloat(query.Get("rate"), 64)
	o.Seed, _ = strconv.ParseUint(query.Get("seed"), 10, 64)
	o.Media = query.Get("media") == "true"
	o.Quiet = query.Get("quiet") == "true"
	if quirks := query.Get("quirks"); quirks != "" {
		o.Misbehave = strings.Split(quirks, ",")
	}
	return o
}
