"""Uses the client that openapi-generator makes for Python, and prints a line for each step."""
import json
import os
import time
import uuid

import openapi_client as client

GIVEN = os.environ
TYPE = "iModels.iModelCreated.v1"


def say(*words):
    print(*words, flush=True)


def api(token=None):
    return client.ApiClient(client.Configuration(host=GIVEN["SERVICE"], access_token=token))


def refused(call):
    try:
        call()
        say("not refused")
    except client.ApiException as e:
        error = client.ErrorResponse.from_json(e.body).error
        say(e.status, error.code, *(f"{detail.code} {detail.target}" for detail in error.details or []))


def delivered(webhook_id):
    while True:
        page = deliveries.list_deliveries(
            webhook_id, status=client.DeliveryStatus.SUCCEEDED, event_type=TYPE, top=10)
        if page.deliveries:
            return page.deliveries[0]
        time.sleep(0.1)


def webhook(**changes):
    given = {"callbackUrl": GIVEN["RECEIVER"], "scope": "Account", "eventTypes": [TYPE]}
    return client.CreateWebhook.from_json(json.dumps(given | changes))


webhooks = client.WebhooksApi(api(GIVEN["TOKEN"]))
events = client.EventsApi(api(GIVEN["PUBLISHER_TOKEN"]))
deliveries = client.DeliveriesApi(api(GIVEN["TOKEN"]))

created = webhooks.create_webhook(webhook())
id = created.id
say("created, active:", str(created.active).lower())
say("listed", len(webhooks.list_webhooks().webhooks))
say("read, active:", str(webhooks.get_webhook(id).active).lower())
say("updated, active:", str(webhooks.update_webhook(id, client.UpdateWebhook(active=True)).active).lower())
message_id = uuid.uuid4()
event = client.Event(
    messageId=message_id, eventType=TYPE, accountId=GIVEN["ACCOUNT"], content={"imodelId": "one"})
say("published", events.publish_events([event]).accepted)
say("delivered", str(delivered(id).message_id == message_id).lower())
say("tested", str(webhooks.test_webhook(id).succeeded).lower())
say("measured", str("webhooks_" in client.MetricsApi(api()).get_metrics()).lower())
say("described", str("openapi" in client.DescriptionApi(api()).get_description(format="JSON")).lower())

refused(lambda: client.WebhooksApi(api()).get_webhook(id))
refused(lambda: webhooks.create_webhook(webhook(scope="iTwin", scopeId=str(uuid.uuid4()))))
refused(lambda: webhooks.get_webhook(uuid.uuid4()))
refused(lambda: webhooks.create_webhook(webhook(eventTypes=["no.such.type"])))
webhooks.delete_webhook(id)
refused(lambda: webhooks.get_webhook(id))
