/** Iceberg tables as the warehouse, and the store of manifests beside their catalog. */
@NullMarked
package io.datahem.connectors.iceberg;

import org.jspecify.annotations.NullMarked;
