// Command library has the standard library compute what it takes long functions
// with many jumps for, and prints what comes of it.
package main

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"go/format"
	"html/template"
	"io"
	"math"
	"math/big"
	"math/rand"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
)

func main() {
	text := words(3_000)
	fmt.Printf("%x\n%x\n", sha256.Sum256(text), sha512.Sum512(text))
	fmt.Println(packed(text), factorial(120), numbers())
	fmt.Println(regexp.MustCompile(`(a+)(b|c)*\w{2,4}?`).FindAllString(string(text), 12))
	fmt.Println(formatted(), written(), parsed(), sorted())
	fmt.Println(time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC).AddDate(1, 0, 1).Format(time.RFC1123Z))
}

func words(n int) []byte {
	r := rand.New(rand.NewSource(1))
	var b bytes.Buffer
	for range n {
		for range 1 + r.Intn(8) {
			b.WriteByte(byte('a' + r.Intn(6)))
		}
		b.WriteByte(' ')
	}
	return b.Bytes()
}

func packed(text []byte) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	w.Write(text)
	w.Close()
	size := b.Len()
	back, err := io.ReadAll(flate.NewReader(&b))
	return fmt.Sprint(size, bytes.Equal(back, text), err)
}

func factorial(n int64) *big.Int { return new(big.Int).MulRange(1, n) }

func numbers() string {
	var out []string
	for _, f := range []float64{0.1, 1e23, math.Pi, math.SmallestNonzeroFloat64, -0.0, math.Inf(1), 123456789.125} {
		out = append(out, strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', 12, 32))
		out = append(out, fmt.Sprint(uint32(f), int64(f/3), math.Float64bits(math.Sin(f))))
	}
	return strings.Join(out, " ")
}

func formatted() string {
	code, err := format.Source([]byte("package p\nfunc f(a int)(b int){if a>1{return a*f(a-1)}\nreturn 1}"))
	return fmt.Sprint(string(code), err)
}

func written() string {
	var b strings.Builder
	t := template.Must(template.New("").Parse(`{{range .}}<a href="{{.}}">{{. | printf "%q"}}</a>{{end}}`))
	err := t.Execute(&b, []string{"x&y", "javascript:z"})
	return fmt.Sprint(b.String(), err)
}

func parsed() string {
	var v any
	err := json.Unmarshal([]byte(`{"a":[1,2.5e3,null,{"é":"\u00e9"}],"b":true}`), &v)
	var x struct {
		B []string `xml:"b"`
	}
	also := xml.Unmarshal([]byte("<a><b>1</b><b>&lt;</b></a>"), &x)
	return fmt.Sprint(v, err, x, also, json.Unmarshal([]byte("{"), &v))
}

func sorted() []int {
	list := rand.New(rand.NewSource(2)).Perm(300)
	sort.Slice(list, func(i, j int) bool { return list[i]%17 < list[j]%17 || list[i]%17 == list[j]%17 && list[i] < list[j] })
	return list[100:120]
}
