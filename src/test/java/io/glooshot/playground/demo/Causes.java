package io.glooshot.playground.demo;

import java.util.concurrent.CompletionException;

/** What went wrong, for somebody who has no use for a stack trace. */
final class Causes {
    private Causes() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
