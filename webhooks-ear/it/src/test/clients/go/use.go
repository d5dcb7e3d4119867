// Uses the client that openapi-generator makes for Go, and prints a line for each step.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"use/client"
)

const eventType = "iModels.iModelCreated.v1"

func main() {
	ctx := context.Background()
	service := api(os.Getenv("TOKEN"))
	publisher := api(os.Getenv("PUBLISHER_TOKEN"))

	created, _, err := service.WebhooksAPI.CreateWebhook(ctx).CreateWebhook(*webhook(eventType)).Execute()
	require(err)
	id := created.Id
	fmt.Println("created, active:", created.Active)
	list, _, err := service.WebhooksAPI.ListWebhooks(ctx).Execute()
	require(err)
	fmt.Println("listed", len(list.Webhooks))
	read, _, err := service.WebhooksAPI.GetWebhook(ctx, id).Execute()
	require(err)
	fmt.Println("read, active:", read.Active)
	change := webhooks.NewUpdateWebhook()
	change.SetActive(true)
	updated, _, err := service.WebhooksAPI.UpdateWebhook(ctx, id).UpdateWebhook(*change).Execute()
	require(err)
	fmt.Println("updated, active:", updated.Active)

	event := webhooks.NewEvent(eventType, map[string]interface{}{"imodelId": "one"})
	event.SetMessageId(messageID())
	event.SetAccountId(os.Getenv("ACCOUNT"))
	published, _, err := publisher.EventsAPI.PublishEvents(ctx).Event([]webhooks.Event{*event}).Execute()
	require(err)
	fmt.Println("published", published.Accepted)
	delivery := awaitDelivery(ctx, service, id)
	fmt.Println("delivered", delivery.MessageId == event.GetMessageId())
	outcome, _, err := service.WebhooksAPI.TestWebhook(ctx, id).Execute()
	require(err)
	fmt.Println("tested", outcome.Succeeded)
	metrics, _, err := api("").MetricsAPI.GetMetrics(ctx).Execute()
	require(err)
	fmt.Println("measured", strings.Contains(metrics, "webhooks_"))
	description, _, err := api("").DescriptionAPI.GetDescription(ctx).Format("JSON").Execute()
	require(err)
	fmt.Println("described", description["openapi"] != nil)

	_, answer, err := api("").WebhooksAPI.GetWebhook(ctx, id).Execute()
	printRefusal(answer, err)
	foreign := webhook(eventType)
	foreign.SetScope(webhooks.I_TWIN)
	foreign.SetScopeId(unknownID)
	_, answer, err = service.WebhooksAPI.CreateWebhook(ctx).CreateWebhook(*foreign).Execute()
	printRefusal(answer, err)
	_, answer, err = service.WebhooksAPI.GetWebhook(ctx, unknownID).Execute()
	printRefusal(answer, err)
	_, answer, err = service.WebhooksAPI.CreateWebhook(ctx).CreateWebhook(*webhook("no.such.type")).Execute()
	printRefusal(answer, err)
	_, err = service.WebhooksAPI.DeleteWebhook(ctx, id).Execute()
	require(err)
	_, answer, err = service.WebhooksAPI.GetWebhook(ctx, id).Execute()
	printRefusal(answer, err)
}

const unknownID = "3f2b7a64-5d0c-4c7e-9a51-0d8e6f1b2c37"

func api(token string) *webhooks.APIClient {
	configuration := webhooks.NewConfiguration()
	configuration.Servers = webhooks.ServerConfigurations{{URL: os.Getenv("SERVICE")}}
	if token != "" {
		configuration.AddDefaultHeader("Authorization", "Bearer "+token)
	}
	return webhooks.NewAPIClient(configuration)
}

func webhook(eventType string) *webhooks.CreateWebhook {
	return webhooks.NewCreateWebhook(os.Getenv("RECEIVER"), webhooks.ACCOUNT, []string{eventType})
}

// messageID returns a random UUID.
func messageID() string {
	bytes := make([]byte, 16)
	_, err := rand.Read(bytes)
	require(err)
	return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
}

func awaitDelivery(ctx context.Context, service *webhooks.APIClient, id string) webhooks.Delivery {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		list, _, err := service.DeliveriesAPI.ListDeliveries(ctx, id).
			Status(webhooks.SUCCEEDED).EventType(eventType).Top(10).Execute()
		require(err)
		if len(list.Deliveries) > 0 {
			return list.Deliveries[0]
		}
	}
	panic("not delivered within a minute")
}

func printRefusal(answer *http.Response, err error) {
	var refusal *webhooks.GenericOpenAPIError
	if !errors.As(err, &refusal) {
		fmt.Println("not refused:", err)
		return
	}
	var response webhooks.ErrorResponse
	require(json.Unmarshal(refusal.Body(), &response))
	fmt.Print(answer.StatusCode, " ", response.Error.Code)
	for _, detail := range response.Error.Details {
		fmt.Print(" ", detail.Code, " ", detail.GetTarget())
	}
	fmt.Println()
}

func require(err error) {
	if err != nil {
		panic(err)
	}
}
