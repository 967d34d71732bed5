package io.glooshot.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a Prometheus answers a query from here. What the controller reaches only it can tell. */
record PrometheusCheck(Optional<URI> server, Duration longest) implements Check {

    private static final int OK = 200;

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (server.isEmpty()) {
            return List.of(Finding.skip(name(), "not asked", "Ask one from here with --prometheus URL."));
        }
        String base = server.get().toString().replaceAll("/+$", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/query?query=vector(1)"))
                .timeout(longest)
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(longest)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            return List.of(
                    answer.statusCode() == OK && answer.body().contains("\"success\"")
                            ? Finding.ok(name(), "%s answers queries", base)
                            : Finding.fail(
                                    name(),
                                    "%s answered with %d".formatted(base, answer.statusCode()),
                                    "The URL is the part before /api/v1; see docs/data-sources.md."));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return List.of(Finding.fail(
                    name(),
                    "%s cannot be asked: %s".formatted(base, why),
                    "Check the URL, and whether it can be reached from this machine."));
        }
    }
}
