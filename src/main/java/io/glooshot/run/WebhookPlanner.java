package io.glooshot.run;

import io.glooshot.api.Webhook;
import io.glooshot.api.WebhookHeader;
import io.glooshot.experiment.Header;
import io.glooshot.experiment.SecretKey;
import io.glooshot.experiment.Signal;
import java.util.List;
import java.util.Optional;

/**
 * Turns a webhook in its long form into a signal.
 *
 * @param namespace of the experiment: the only one whose Secrets it can name
 * @param condition whose webhook it is, for people
 */
record WebhookPlanner(Webhook webhook, String namespace, String condition) {

    Signal signal() {
        return new Signal.Webhook(
                HttpUrl.parse(webhook.url(), "trigger.webhook.url of failure condition '%s'".formatted(condition)),
                webhook.method() == null ? Webhook.Method.GET : webhook.method(),
                headers(),
                Optional.ofNullable(webhook.timeout()).map(Durations::parse),
                Optional.ofNullable(webhook.jsonPath()));
    }

    private List<Header> headers() {
        return webhook.headers().stream().map(this::header).toList();
    }

    private Header header(WebhookHeader header) {
        WebhookHeader.Source source = header.valueFrom();
        if (source == null) {
            return new Header(header.name(), header.value(), Optional.empty());
        }
        var secret = new SecretKey(
                namespace, source.secretKeyRef().name(), source.secretKeyRef().key());
        return new Header(header.name(), source.prefix() == null ? "" : source.prefix(), Optional.of(secret));
    }
}
