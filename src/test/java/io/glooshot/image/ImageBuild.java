package io.glooshot.image;

import io.glooshot.install.Release;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Builds the image of what has been packaged, into a tar that every container engine and registry client can load. */
public final class ImageBuild {

    private static final Path STAGE = Path.of("target", "image", "root");
    private static final Path TAR = Path.of("target", "image", "glooshot.tar");

    private ImageBuild() {}

    public static void main(String... arguments) {
        try {
            Progress progress = Progress.toStandardOut();
            Path tar = build(
                    progress,
                    STAGE,
                    TAR,
                    System.getProperty("image.base"),
                    System.getProperty("image.name"),
                    Instant.parse(System.getProperty("image.created")));
            progress.print("%s, %d MiB".formatted(tar, Files.size(tar) >> 20));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        // Idle threads of clients would keep this process up for a while.
        System.exit(0);
    }

    /** All but the image: a program that starts from where it was put together as the image does. */
    public static Path launcher(Progress progress) throws IOException {
        Installed installed = Installed.at(STAGE);
        ClassData.train(installed, progress);
        return installed.launcher("-XX:SharedArchiveFile=" + Installed.CLASS_DATA);
    }

    /**
     * @param stage where the image's files are put together; what is there goes
     * @param base see {@link Image#of}
     * @param name of the image, without a tag, which is the version
     * @param created what the image tells as the time of its creation
     */
    static Path build(Progress progress, Path stage, Path tar, String base, String name, Instant created)
            throws IOException {
        progress.step("Putting the runtime and the application together");
        Installed installed = Installed.at(stage);
        progress.step("Running an experiment, to see which classes are used");
        ClassData.train(installed, progress);
        progress.step("Writing the image");
        new Image(installed, Release.packed().version(), created).write(base, name, tar);
        return tar;
    }
}
