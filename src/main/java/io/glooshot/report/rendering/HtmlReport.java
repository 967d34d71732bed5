package io.glooshot.report.rendering;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * One file for a browser. Its own style and scripts are allowed by their hashes, and nothing else is: whatever got into it as
 * markup could neither run nor load anything.
 */
final class HtmlReport {

    private HtmlReport() {}

    static String of(Story story, Rerun rerun) {
        String style = resource("uplot/uPlot.min.css") + resource("report.css");
        String library =
                "/*!\n" + resource("uplot/LICENSE").replace("*/", "* /") + "*/\n" + resource("uplot/uPlot.iife.min.js");
        String script = resource("report.js");
        return template()
                .data("page", PageView.of(story, rerun))
                .data("policy", policy(style, library, script))
                .data("style", new RawString(style))
                .data("library", new RawString(library))
                .data("script", new RawString(script))
                .data("plots", new RawString(PlotData.json(story)))
                .render();
    }

    private static String policy(String style, String... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:");
        policy.append("; style-src ").append(hash(style)).append("; script-src");
        for (String script : scripts) {
            policy.append(' ').append(hash(script));
        }
        return policy.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Template template() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        return engine.parse(resource("report.html"), Variant.forContentType(Variant.TEXT_HTML), "report.html");
    }

    private static String resource(String name) {
        try (InputStream content = HtmlReport.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            // A hash is made of what a browser sees, which is one line feed for each end of a line.
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
