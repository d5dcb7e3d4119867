package webhooks.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import webhooks.api.admin.AdminWebhooksResource;
import webhooks.api.admin.AuditResource;
import webhooks.api.admin.InvalidEventsResource;
import webhooks.api.delivery.DeliveriesResource;
import webhooks.api.delivery.RecoverResource;
import webhooks.api.delivery.StatisticsResource;
import webhooks.api.delivery.TestResource;
import webhooks.api.description.DescriptionResource;
import webhooks.api.error.FaultMapper;
import webhooks.api.error.RefusalMapper;
import webhooks.api.error.RequestFaultMapper;
import webhooks.api.event.EventTypesResource;
import webhooks.api.event.EventsResource;
import webhooks.api.itwin.GrantsResource;
import webhooks.api.itwin.ITwinsResource;
import webhooks.api.limit.RateLimitFilter;
import webhooks.api.metric.MetricsResource;
import webhooks.api.request.BodyFeature;
import webhooks.api.request.RequestNormalizer;
import webhooks.api.token.AccessFeature;
import webhooks.api.webhook.WebhooksResource;

/** Everything that answers over HTTP, listed: what is not here can't be reached. */
@ApplicationPath("/")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        WebhooksResource.class,
        DeliveriesResource.class,
        RecoverResource.class,
        StatisticsResource.class,
        TestResource.class,
        ITwinsResource.class,
        GrantsResource.class,
        AdminWebhooksResource.class,
        InvalidEventsResource.class,
        AuditResource.class,
        EventTypesResource.class,
        EventsResource.class,
        DescriptionResource.class,
        MetricsResource.class,
        RequestNormalizer.class,
        AccessFeature.class,
        RateLimitFilter.class,
        BodyFeature.class,
        RefusalMapper.class,
        RequestFaultMapper.class,
        FaultMapper.class);
  }

  /** Returns a switch of Jersey's: without it, it would serve {@code /application.wadl} to all. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
