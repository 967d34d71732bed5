package io.glooshot.report.rendering;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;

/** What a page is looked at with. */
enum Look {
    LIGHT(1000, 900, ColorScheme.LIGHT),
    DARK(1000, 900, ColorScheme.DARK),
    PHONE(360, 740, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    NewContextOptions context() {
        return new NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
    }
}
