package io.glooshot.report.rendering;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser for all tests of a JVM, started for the first and ended after the last. */
final class Browsers implements ParameterResolver, AutoCloseable {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Browsers.class);
    /** A browser calls home at its start, and there need not be a way out. */
    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private Playwright playwright;
    private Browser browser;
    private Path directory;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browsers.class;
    }

    @Override
    public Browsers resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Browsers.class, ignored -> new Browsers().start(), Browsers.class);
    }

    private Browsers start() {
        Path chromium = Parts.onThisMachine(Progress.toStandardOut()).get(Part.CHROMIUM);
        try {
            directory = Files.createTempDirectory("glooshot-reports-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(chromium).setArgs(QUIET));
        return this;
    }

    /** Opens it as a file, as people do with one that they were sent. */
    OpenPage open(String html, Look look) {
        try {
            Path file = Files.writeString(Files.createTempFile(directory, "report-", ".html"), html);
            return OpenPage.of(browser.newContext(look.context()), file.toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        browser.close();
        playwright.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
