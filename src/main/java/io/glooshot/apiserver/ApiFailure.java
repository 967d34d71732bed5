package io.glooshot.apiserver;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failed call to the API server means for whoever made it. */
public final class ApiFailure {

    private static final int TOO_MANY_REQUESTS = 429;

    /** As the API server words it, whether the webhook cannot be reached, is too slow, or answers with an error. */
    private static final String WEBHOOK_FAILED = "failed calling webhook";

    /** As the client begins the message of a call that was answered with an error. */
    private static final Pattern CALL =
            Pattern.compile("Failure executing: (\\S+) at: (\\S+)\\. Message: .*", Pattern.DOTALL);

    /** As the client names what a call was not about. */
    private static final Pattern NAMELESS = Pattern.compile(" +(with name|in namespace): \\[null]");

    private ApiFailure() {}

    /** Whether another try may do better. That nobody has answered is told by a code that is none, -1 or 0. */
    public static boolean mayPass(Throwable failure) {
        if (!(failure instanceof KubernetesClientException refused)) {
            return false;
        }
        int code = refused.getCode();
        return code <= 0
                || code == HttpURLConnection.HTTP_CONFLICT
                || code == TOO_MANY_REQUESTS
                || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    /** Whether it was a webhook, asked by the API server for its leave to write, that did not answer. */
    public static boolean isOfWebhook(Throwable failure) {
        return status(failure)
                .map(Status::getMessage)
                .filter(message -> message.contains(WEBHOOK_FAILED))
                .isPresent();
    }

    /** How long the API server asks to be left alone. The client hands on what the body of the answer says, no header. */
    public static Optional<Duration> retryAfter(Throwable failure) {
        return status(failure)
                .map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** What was asked, where it is known, and what came back; in a phrase for people, without a full stop. */
    public static String describe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof KubernetesClientException refused && refused.getCode() > 0) {
            String said = status(failure).map(Status::getMessage).orElse(message);
            Matcher call = CALL.matcher(message);
            String asked = call.matches() ? call.group(1) + " " + path(call.group(2)) : "A call";
            return trimmed("%s was answered with %d: %s".formatted(asked, refused.getCode(), said));
        }
        String cause = rootMessage(failure);
        message = NAMELESS.matcher(message).replaceAll("").replaceAll(" {2,}", " ");
        return trimmed(message.contains(cause) ? message : trimmed(message) + ": " + cause);
    }

    private static Optional<Status> status(Throwable failure) {
        return failure instanceof KubernetesClientException refused
                ? Optional.ofNullable(refused.getStatus())
                : Optional.empty();
    }

    /** Where the server is and how the answer was to be made up says nothing of the failure. */
    private static String path(String url) {
        try {
            return URI.create(url).getPath();
        } catch (IllegalArgumentException odd) {
            return url;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String trimmed(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
