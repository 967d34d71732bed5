package io.glooshot.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Two texts beside each other, as diff and git show them. */
final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** Lines without line feeds; none when both are the same. */
    static List<String> of(String beforeName, String before, String afterName, String after) {
        List<String> from = before.lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                beforeName, afterName, from, DiffUtils.diff(from, after.lines().toList()), CONTEXT);
    }
}
