// Reads a CloudEvent from a request as CGI gives it. Go 1.21 or later, no packages.
//
// Prints id, type and source of the event in a line each, then its data in JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Read returns the attributes and the data of the event.
func Read(headers http.Header, body []byte) (map[string]string, json.RawMessage, error) {
	attributes := map[string]string{}
	if strings.HasPrefix(headers.Get("content-type"), "application/cloudevents+json") {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil {
			return nil, nil, err
		}
		for name, value := range members {
			var text string
			if name != "data" && json.Unmarshal(value, &text) == nil {
				attributes[name] = text
			}
		}
		return checked(attributes, members["data"])
	}
	for name := range headers {
		if attribute, isAttribute := strings.CutPrefix(strings.ToLower(name), "ce-"); isAttribute {
			value, err := url.PathUnescape(headers.Get(name))
			if err != nil {
				return nil, nil, err
			}
			attributes[attribute] = value
		}
	}
	return checked(attributes, body)
}

func checked(attributes map[string]string, data []byte) (map[string]string, json.RawMessage, error) {
	if attributes["specversion"] != "1.0" {
		return nil, nil, errors.New("no CloudEvent")
	}
	return attributes, data, nil
}

func main() {
	headers := http.Header{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if header, isHeader := strings.CutPrefix(name, "HTTP_"); isHeader {
			headers.Set(strings.ReplaceAll(header, "_", "-"), value)
		}
	}
	headers.Set("content-type", os.Getenv("CONTENT_TYPE"))
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	event, data, err := Read(headers, body)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s\n%s\n%s\n%s\n", event["id"], event["type"], event["source"], data)
}
