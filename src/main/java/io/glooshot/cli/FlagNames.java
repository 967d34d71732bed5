package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the API server refuses about an object, told by the flags that it was made of. */
final class FlagNames {

    private static final int UNPROCESSABLE = 422;

    private static final FlagNames NONE = new FlagNames();

    static final FlagNames OF_EXPERIMENTS = new FlagNames()
            .with("spec\\.duration.*", "--duration")
            .with("spec\\.maxBlind.*", "--max-blind")
            .with("spec\\.targetMesh.*", "--mesh")
            .with(".*\\.fault\\.percentage", "--percent")
            .with(".*\\.fault\\.abort\\.httpStatus", "--abort")
            .with(".*\\.fault\\.abort\\.grpcStatus", "--grpc-status")
            .with(".*\\.fault\\.delay.*", "--delay")
            .with(".*\\.destinationServices.*", "--to")
            .with(".*\\.destinationSelector.*", "--to-selector")
            .with(".*\\.originServices.*", "--from")
            .with(".*\\.originSelector.*", "--from-selector")
            .with(".*\\.match\\.headers.*", "--header")
            .with(".*\\.match\\.path.*", "--path")
            .with(".*\\.match\\.method", "--method")
            .with(".*\\.side", "--side")
            .with(".*\\.trigger\\.webhookUrl", "--stop-when-url")
            .with(".*\\.failureConditions.*", "--stop-when")
            .with("metadata\\.name", "NAME");

    static final FlagNames OF_MESHES = new FlagNames()
            .with("spec\\.revision.*", "--revision")
            .with("spec\\.prometheus\\.bearerToken.*", "--bearer-token")
            .with("spec\\.prometheus\\.basicAuth.*", "--basic-auth")
            .with("spec\\.prometheus\\.tls.*", "--ca, --client-certificate")
            .with("spec\\.prometheus\\.headers.*", "--prometheus-header")
            .with("spec\\.prometheus\\.timeout.*", "--timeout")
            .with("spec\\.prometheus\\.proxyUrl.*", "--proxy")
            .with("spec\\.prometheus.*", "--prometheus")
            .with("metadata\\.name", "--name");

    private final Map<String, String> flags = new LinkedHashMap<>();

    private FlagNames() {}

    /** Of objects that were not made of flags. */
    static FlagNames ofNone() {
        return NONE;
    }

    private FlagNames with(String field, String flag) {
        flags.put(field, flag);
        return this;
    }

    /** What the API server said, by fields where it names some. */
    CommandFailure failure(String what, KubernetesClientException failure) {
        boolean invalid = failure.getCode() == HttpURLConnection.HTTP_BAD_REQUEST || failure.getCode() == UNPROCESSABLE;
        return invalid && !flags.isEmpty()
                ? explain(what, failure).orElseGet(() -> ApiProblem.of(what, failure))
                : ApiProblem.of(what, failure);
    }

    /** Empty when the refusal is not about fields. */
    Optional<CommandFailure> explain(String what, KubernetesClientException failure) {
        List<StatusCause> causes =
                failure.getStatus() == null || failure.getStatus().getDetails() == null
                        ? List.of()
                        : failure.getStatus().getDetails().getCauses();
        if (causes == null || causes.isEmpty()) {
            return Optional.empty();
        }
        String why = causes.stream().map(this::told).distinct().collect(Collectors.joining("; "));
        String flags = causes.stream()
                .flatMap(cause -> flag(cause).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(new CommandFailure(
                what,
                why,
                flags.isEmpty()
                        ? "Put that right; docs/api.md says what each field may be."
                        : "Change %s; docs/api.md says what each field may be.".formatted(flags),
                failure));
    }

    private String told(StatusCause cause) {
        String message = cause.getMessage() == null ? "is refused" : cause.getMessage();
        String field = cause.getField() == null || cause.getField().startsWith("<") ? "" : cause.getField();
        return field.isEmpty()
                ? message
                : flag(cause).map(flag -> flag + " (" + field + ")").orElse(field) + ": " + message;
    }

    private Optional<String> flag(StatusCause cause) {
        String field = cause.getField() == null ? "" : cause.getField();
        return flags.entrySet().stream()
                .filter(entry -> field.matches(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
