/** What a native executable has to be told, since it knows nothing by itself: docs/adr/0030. */
package io.glooshot.executable;
