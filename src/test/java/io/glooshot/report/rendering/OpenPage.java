package io.glooshot.report.rendering;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A page in a browser.
 *
 * @param requests every address that it has asked for, itself included, but for those that its policy has kept it from
 * @param kept the latter
 * @param complaints errors and warnings of its scripts and of the browser
 */
record OpenPage(
        BrowserContext context,
        Page page,
        String address,
        List<String> requests,
        List<String> kept,
        List<String> complaints)
        implements AutoCloseable {

    private static final String VIOLATIONS = """
            async () => (await axe.run()).violations.flatMap(rule =>
                rule.nodes.map(node => rule.id + ': ' + node.target + ': ' + node.failureSummary))""";

    static OpenPage of(BrowserContext context, String address) {
        Page page = context.newPage();
        OpenPage open = new OpenPage(context, page, address, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        page.onRequest(request -> {
            if (!request.url().startsWith("data:")) {
                open.requests.add(request.url());
            }
        });
        page.onRequestFailed(request -> {
            if ("csp".equals(request.failure())) {
                open.requests.remove(request.url());
                open.kept.add(request.url());
            }
        });
        page.onConsoleMessage(message -> open.complaints.add(message.type() + ": " + message.text()));
        page.onPageError(open.complaints::add);
        page.onDialog(dialog -> {
            open.complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(address);
        return open;
    }

    /** By axe-core; what it runs on is beyond the page's own policy. */
    @SuppressWarnings("unchecked")
    List<String> accessibilityViolations() {
        page.evaluate(axe());
        return (List<String>) page.evaluate(VIOLATIONS);
    }

    private static String axe() {
        try (InputStream script = OpenPage.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
