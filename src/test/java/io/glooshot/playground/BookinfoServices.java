package io.glooshot.playground;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.glooshot.playground.SidecarCalls.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;

/** What the services of the sample application do. */
final class BookinfoServices {
    static final int PORT = 9080;
    static final String PRODUCTPAGE = "productpage";
    static final String DETAILS = "details";
    static final String REVIEWS = "reviews";
    static final String REVIEWS_RESILIENT = "reviews-resilient";
    static final String RATINGS = "ratings";

    static final Duration PATIENT = Duration.ofSeconds(30);
    /** The resilient service does without stars rather than wait, so a delay does not hurt it either. */
    static final Duration IMPATIENT = Duration.ofMillis(500);

    private final String namespace;

    BookinfoServices(String namespace) {
        this.namespace = namespace;
    }

    Destination destination(String service) {
        return new Destination(new ServiceId(namespace, service), PORT);
    }

    Handler<HttpServerRequest> ratings() {
        return request -> answer(request, 200, new JsonObject().put("stars", 4).encode());
    }

    Handler<HttpServerRequest> details() {
        return request -> answer(
                request,
                200,
                new JsonObject().put("author", "William Shakespeare").encode());
    }

    /** Fragile: a failure of ratings becomes its own. */
    Handler<HttpServerRequest> reviews(SidecarCalls calls) {
        return request -> calls.get(destination(RATINGS), "/ratings/0").onSuccess(ratings -> {
            if (ratings.ok()) {
                answer(request, 200, review(ratings.body()));
            } else {
                answer(request, 500, new JsonObject().put("error", "no ratings").encode());
            }
        });
    }

    /** A review without stars is still a review. */
    Handler<HttpServerRequest> resilientReviews(SidecarCalls calls) {
        return request -> calls.get(destination(RATINGS), "/ratings/0")
                .onSuccess(ratings -> answer(request, 200, review(ratings.ok() ? ratings.body() : "{}")));
    }

    /** Which reviews it shows is chosen by {@code ?reviews=}; when those fail, so does the page. */
    Handler<HttpServerRequest> productpage(SidecarCalls calls) {
        return request -> {
            String chosen = request.getParam("reviews", REVIEWS);
            if (!Set.of(REVIEWS, REVIEWS_RESILIENT).contains(chosen)) {
                answer(request, 404, "");
                return;
            }
            Future<Reply> details = calls.get(destination(DETAILS), "/details/0");
            Future<Reply> reviews = calls.get(destination(chosen), "/reviews/0");
            Future.all(details, reviews).onSuccess(both -> {
                request.response().putHeader("Content-Type", "text/html; charset=utf-8");
                answer(request, reviews.result().ok() ? 200 : 500, page(details.result(), reviews.result()));
            });
        };
    }

    private static String review(String ratings) {
        return new JsonObject(ratings)
                .put("text", "An extremely entertaining play by Shakespeare.")
                .encode();
    }

    private static String page(Reply details, Reply reviews) {
        String author = details.ok() ? new JsonObject(details.body()).getString("author") : "details are unavailable";
        JsonObject review = reviews.ok() ? new JsonObject(reviews.body()) : new JsonObject();
        String text = review.getString("text", "Sorry, reviews are unavailable.");
        String stars = "&#9733;".repeat(review.getInteger("stars", 0));
        return """
                <!DOCTYPE html>
                <html lang="en"><head><title>The Comedy of Errors</title></head>
                <body style="font-family: sans-serif; max-width: 40em; margin: 2em auto">
                <h1>The Comedy of Errors</h1>
                <p>%s</p>
                <blockquote>%s</blockquote>
                <p>%s</p>
                </body></html>
                """.formatted(author, text, stars.isEmpty() ? "no stars to show" : stars);
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response().setStatusCode(status).end(body);
    }
}
