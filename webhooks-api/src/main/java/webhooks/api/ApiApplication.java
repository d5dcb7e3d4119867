package webhooks.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import webhooks.api.accesslog.AccessLogFilter;
import webhooks.api.admin.AccountsResource;
import webhooks.api.admin.AdminWebhooksResource;
import webhooks.api.admin.AuditResource;
import webhooks.api.admin.BlocksResource;
import webhooks.api.admin.ErasureReceiptsResource;
import webhooks.api.admin.ErasuresResource;
import webhooks.api.admin.NodesResource;
import webhooks.api.admin.RejectedEventsResource;
import webhooks.api.alert.AlertsResource;
import webhooks.api.delivery.AccountDeliveriesResource;
import webhooks.api.delivery.DeliveriesResource;
import webhooks.api.delivery.DeliveryPayloadResource;
import webhooks.api.delivery.ExplainResource;
import webhooks.api.delivery.HealthResource;
import webhooks.api.delivery.ListStatisticsResource;
import webhooks.api.delivery.OperatorDeliveriesResource;
import webhooks.api.delivery.ReconcileResource;
import webhooks.api.delivery.RecoverResource;
import webhooks.api.delivery.StatisticsResource;
import webhooks.api.delivery.TestEventResource;
import webhooks.api.directory.GrantsResource;
import webhooks.api.directory.ITwinsResource;
import webhooks.api.error.RefusalMapper;
import webhooks.api.error.ThrowableMapper;
import webhooks.api.error.WebApplicationExceptionMapper;
import webhooks.api.event.EventPayloadResource;
import webhooks.api.event.EventTypesResource;
import webhooks.api.event.EventsResource;
import webhooks.api.http.QueryRefusalFeature;
import webhooks.api.http.RequestBodyFeature;
import webhooks.api.http.RequestNormalizer;
import webhooks.api.http.response.CompressedResponse;
import webhooks.api.http.response.LargeResponseLimit;
import webhooks.api.metric.MetricsResource;
import webhooks.api.openapi.OpenApiResource;
import webhooks.api.portal.PortalCodeResource;
import webhooks.api.portal.PortalSessionsResource;
import webhooks.api.ratelimit.RateLimitFeature;
import webhooks.api.security.AuthenticationFeature;
import webhooks.api.webhook.AuthenticationTestResource;
import webhooks.api.webhook.CertificateRequestResource;
import webhooks.api.webhook.OptionPreviewResource;
import webhooks.api.webhook.OptionsResource;
import webhooks.api.webhook.PublicKeysResource;
import webhooks.api.webhook.SigningKeyResource;
import webhooks.api.webhook.VerificationResource;
import webhooks.api.webhook.WebhookActsResource;
import webhooks.api.webhook.WebhooksResource;

/** Lists all resources and providers. A class that is not listed here answers no request. */
@ApplicationPath("/")
public class ApiApplication extends Application {
  private static final Set<Class<?>> CLASSES =
      Set.of(
          WebhooksResource.class,
          WebhookActsResource.class,
          AuthenticationTestResource.class,
          CertificateRequestResource.class,
          OptionPreviewResource.class,
          VerificationResource.class,
          OptionsResource.class,
          SigningKeyResource.class,
          PublicKeysResource.class,
          DeliveriesResource.class,
          AccountDeliveriesResource.class,
          DeliveryPayloadResource.class,
          RecoverResource.class,
          ExplainResource.class,
          HealthResource.class,
          ListStatisticsResource.class,
          OperatorDeliveriesResource.class,
          ReconcileResource.class,
          StatisticsResource.class,
          TestEventResource.class,
          ITwinsResource.class,
          GrantsResource.class,
          AdminWebhooksResource.class,
          BlocksResource.class,
          RejectedEventsResource.class,
          AuditResource.class,
          NodesResource.class,
          ErasuresResource.class,
          ErasureReceiptsResource.class,
          AccountsResource.class,
          PortalSessionsResource.class,
          AlertsResource.class,
          PortalCodeResource.class,
          EventTypesResource.class,
          EventsResource.class,
          EventPayloadResource.class,
          OpenApiResource.class,
          MetricsResource.class,
          RequestNormalizer.class,
          AuthenticationFeature.class,
          RateLimitFeature.class,
          AccessLogFilter.class,
          RequestBodyFeature.class,
          QueryRefusalFeature.class,
          LargeResponseLimit.class,
          CompressedResponse.class,
          RefusalMapper.class,
          WebApplicationExceptionMapper.class,
          ThrowableMapper.class);

  @Override
  public Set<Class<?>> getClasses() {
    return CLASSES;
  }

  /** Turns off Jersey's {@code /application.wadl}, which would be open to everyone. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
